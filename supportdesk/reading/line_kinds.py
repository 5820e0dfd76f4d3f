"""What one line of a paste looks like: a command, program text, data, prose, or nothing certain.

Only the first WIDTH characters are looked at; every pattern is linear.
"""

from __future__ import annotations

import re
from typing import Literal

from supportdesk.patterns import lazy
from supportdesk.reading import exceptions, streams
from supportdesk.reading.code.detecting import METHODS, is_command
from supportdesk.reading.code.signs import straightened

LineKind = Literal["blank", "command", "code", "weak", "data", "prose", "neutral"]
WIDTH = 400
"""Characters of a line that are looked at."""

_JSON_START = lazy(r"[ \t]{0,40}(?:\{\s{0,80}(?:[\"'“]|\\\\?\"|\}\s*?$)|\[\s{0,80}[{\[])", re.MULTILINE)
_DATA = lazy(
    r"\s*(?:\{\s*[\"'“\\]|\[\s*\{|<!doctype|<html|<\?xml|HTTP/[0-9]|[<*] HTTP/|\{\}\s*$|\"\"\s*$|"
    r"\[?(?:[A-Z]{3,7}\]?[ :\]]*\[?)?\d{4}[-/]\d\d[-/]\d\d|\[GIN\]|\[?(?:ERROR|ERR|WARN|WARNING|INFO|DEBUG|"
    r"FATAL)[ \]:](?!\s?=)|"
    r"(?:API |HTTP )?[Ee]rror(?: code)?:|curl: \(|HTTP(?: \w+)? [1-5]\d\d|"
    r"(?:->|=>|→|<)?\s?[1-5]\d\d [A-Z{\[]|\"(?:error|message|"
    r"code|status|object)\"\s*:)"
)
_STRONG = lazy(
    r"\s*(?:\"\"\"|'''|\((?:[\w.-]+/[\w!?-]+|require|def\w*|ns|let|println)\s|PS [A-Z]:\\[^>\n]{0,80}>\s*\S|"
    r"import [\w.*{'\"(]|from [\w.]+ import |from \"|def \w+\s?\(|class \w[\w(), .]*[:{]|async (?:def|"
    r"function|with|for)\b|with .{1,200}:\s*$|"
    r"if .{1,200}: ?(?:continue|break|return|pass|raise)\b|"
    r"for .{1,200}[:{]\s*$|while .{1,200}[:{]\s*$|if .{1,300}[:{]\s*$|if \(.*\)|elif |else:\s*$|\}? ?else\b|"
    r"try:\s*$|try \{|\}? ?catch\b|except\b.*:\s*$|finally:|"
    r"return\b(?! [a-z]+ [a-z]+ )|print(?:ln)?!?\s?\(|@\w+[\w.]*(?:\(|\s*$)|raise \w|>>> |\.\.\. {2,}|(?:const|"
    r"let|var|val|auto|final|local|my) [\w{\[$].*=|"
    r"(?:export )?(?:default |async )?function\b|export (?:default|const|class)|console\.|module\.exports|"
    r"require\(|require [\"']|"
    r"(?:public|private|protected|internal|static|using|package|namespace|func|fn|use|fun|struct|impl|"
    r"interface)\b\s?[\w<(:\\\"{.$]|"
    r"#include|#import|<\?php|\$\w+\s*(?:=|->|\[)|\$\w+->|library\(|puts |echo \$|await |throw |yield |"
    r"[\w.]+ :?= (?:await|new) |axios|fetch\(|"
    r"(?:(?:data|open|sealed|abstract|enum|inner|value) )*class \w+(?:<[^<>\n]{0,80}>)?\s?\(|"
    r"(?:suspend|override|lateinit|companion|data|inline|sealed) (?:fun|va[lr]|object|class|interface)\b|"
    r"[A-Za-z]\w*(?:<[^<>\n]{0,80}>)?(?:\[\])? [a-z]\w* = (?:[$@]{0,3}\"\"\"|[A-Za-z][\w.<>]*\($)|"
    r"NS\w+ \*|@\"|\.\w+\(|end\s*$|do \|\w+\|)"
)  # fmt: skip
_ASSIGNMENT = lazy(
    r"\s*(?:[A-Za-z_$\u3400-\u9fff][\w.$]*(?:\[[\w\"'.]+\])?(?:\s?:\s?[\w\[\]., ]+)?(?:, ?[A-Za-z_]\w*)*)\s*(?::=|<-|"
    r"[-+]?=)(?![=>])\s*(?P<right>\S.*)"
)
_CALL = lazy(
    r"\s*(?:[A-Za-z_$][\w$]*(?:\.|->|::))*[A-Za-z_$][\w$!]*\((?:.*[);,({\[])?\s*$|"
    r"\s*(?:[A-Za-z_$][\w$]*\.)+[\w$]+\s?\{\s*$"
)
_SHELL_LINE = lazy(
    r"\s*(?:export \w+=|set -|echo |printf |cat |cd |source |\. \./|pip install|npm (?:i|install)|#!/|done\b|"
    r"fi\b|then\b|"
    r"esac\b|jq |(?i:@echo o|setlocal\b|set (?:/[ap] )?\"?\w+=|if (?:not )?(?:defined |exist |\"%)|exit /b|goto |"
    r"timeout /|for /f |endlocal|pause\s*$|:[a-z_]\w*\s*$))"
)
_IMPORT = lazy(
    r"\s*(?:from [\w.]+ import \w|import [\w.]+(?: as \w+)?;?\s*$|(?:const|let|var|val) [\w{\[(].*=|"
    r"(?:(?:private|protected|internal|public|override|lateinit) ){0,3}va[lr] \w+\s?:|"
    r"[ \t]+-?[\w-]+:\s*$)"
)
_COMMENT = lazy(r"\s*(?:#(?!include|import)|%|//|/\*|\*[ /]|--\s|;;|<!--)")
_CLOSER = lazy(r"\s*[)\]}>]+[;,)]*\s*$")
_CJK = lazy(r"[\u3400-\u9fff\uff01-\uff5e\u3000-\u303f]")
_OPEN_LITERAL = lazy(r"\"(?:[^\"\\]|\\.)*+$|(?<=[=(,: ])'(?:[^'\\]|\\.)*+$")
_TRAILING_COMMENT = lazy(r"(?<=[\w\])},;])\s+(?:#|//)\s.*$|(?<=[=,(\[{] )\s*(?:#|//)\s.*$|(?<==)\s+#\s.*$")
_CMDLET = lazy(
    r"(?i)\s*(?:\$[\w:.]{1,60}\s*=\s*)?(?:[$@]\w{1,40}\s*\|\s*)?&?\s?(?:invoke-(?:restmethod|webrequest)|irm|iwr|"
    r"curl\.exe|(?:convertto|convertfrom)-json|new-object|write-(?:host|output)|start-sleep|get-content)"
    r"\s+(?:[-\"'$@(\[{`]|https?:|\d)"
)
_LITERALS = lazy(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|`[^`]*+`")
_CODE_SIGNS = lazy(r"[=(){}\[\];<>|$\\]|::|->")
_WORD = lazy(r"[A-Za-z][a-z'’\-]*[,.;:!?]?(?=\s|$)")
_REQUEST_LINE = lazy(rf"\s*(?:{'|'.join(METHODS)}) (?:/|https?://|\{{\{{)\S*(?: HTTP/[0-9.]+)?\s*$")
_TYPOGRAPHIC = lazy(r"[\w\]](?:\s?（|\s?=\s?[“‘])|[“‘][^“”‘’\n]{0,300}[”’]\s?[:：，}\]]|\s*[）】}\])，]+\s*$")
_NAMED_IN_CJK = lazy(
    r"\s*[\w.]{1,60}(?:\[[^\]\n]{1,60}\])?\s*[-+]?=\s*(?:[rbfuRBFU]{0,2}[\"'{\[(]|[A-Za-z_][\w.]{0,80}[(\[])"
    r"[^，。！？；：]*$|\s*[A-Za-z_][\w.]{0,60}\([^，。！？；：]*\)\s*$"
)
_KEYWORD_LINE = lazy(r"\s*(?:else|try|finally|do|then|begin|loop)\b.{0,2}$")
_TRIED = lazy(
    r"(?:curl|GET|POST|wget) (?:-[a-zA-Z]{1,4} ){0,3}[\"']?https?://[^\s\"'|]{3,300}[\"']?"
    r"\s{0,12}(?:\s|->|=>|→|[:：,，])\s{0,12}(?:HTTP\s?)?"
    r"(?:[1-5][0-9]{2}\b[ \w()]{0,24}|成功|失败|正常|报错|不通|可以|通|没问题|有返回|超时|"
    r"[Oo][Kk]|[Ww]orks|[Ff]ine|[Ff]ails|[Ss]ucceeds|[Tt]imeout|[Ee]rror)[.。!！]?"
)
"""An address that was tried with its outcome behind it, as people note it down: no command that could run."""
_PRINTED_PAGE = lazy(r"[rb]?[\"'](?:\\n|\s){0,4}<(?:!doctype html|html[\s>])", re.IGNORECASE)
"""A page that a shell of a language printed as a string."""
_STATUS_LINE = lazy(r"\s*[45][0-9]{2}(?: [A-Za-z][a-z]+(?: [A-Za-z]+){0,6}[.!]?)?\s*$")
_LOGGED_JSON = lazy(r"(?:[^={}();\s]+\s+){3,40}[^={}();\n]{0,80}\{\s*$")
_JSON_KEY = lazy(r"\s*\"[\w@$.-]{1,60}\"\s*:\s")
_NAME_IN_LINE = lazy(r"[A-Z]\w+(?:Error|Exception)\b")


def kind_of(text: str, start: int, end: int) -> LineKind:
    """Return what the line at `[start, end)` looks like, seen alone."""
    line = text[start : min(end, start + WIDTH)]
    bare = line.strip()
    if not bare:
        return "blank"
    if not line.isascii() and _TYPOGRAPHIC.search(line):
        line = straightened(line)
        bare = line.strip()
    if _TRIED.fullmatch(bare) or _PRINTED_PAGE.match(bare):
        return "data"
    if is_command(bare) and not bare.startswith("HTTP"):
        return "command"
    if _REQUEST_LINE.match(line):
        return "code"
    if _STATUS_LINE.match(line) or _opens_logged_json(text, line, end) or _is_data(text, line, start, end):
        return "data"
    if _COMMENT.match(line):
        return "neutral"
    if is_prose(line):
        return "prose"
    if (
        _STRONG.match(line)
        or _CALL.match(line)
        or _CMDLET.match(line)
        or (bare[-1] in ";{" and not bare.startswith(('"', "'")))
        or bare.endswith("\\")
    ):
        return "code"
    assignment = _ASSIGNMENT.match(line)
    if assignment is not None:
        return "code" if _calls(assignment["right"]) else "weak"
    return "weak" if _SHELL_LINE.match(line) else "neutral"


def _opens_logged_json(text: str, line: str, end: int) -> bool:
    """Whether words of a log end in the bracket that opens the JSON of the next lines."""
    return line.rstrip()[-1:] == "{" and bool(_LOGGED_JSON.match(line)) and _JSON_KEY.match(text, end + 1) is not None


def is_json_start(text: str, start: int) -> bool:
    """Whether an object or list of objects begins here, be it the bracket alone on its line."""
    return _JSON_START.match(text, start) is not None


def is_shell(text: str, start: int, end: int) -> bool:
    """Whether a line is a shell command that sends nothing itself (`echo`, `export`), whose quotes may run on."""
    return _SHELL_LINE.match(text, start, end) is not None


def is_request_line(text: str, start: int, end: int) -> bool:
    """Whether a line is the first of a raw HTTP request."""
    return end - start <= 4000 and _REQUEST_LINE.match(text, start, end) is not None


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or a heading of natural language rather than program text."""
    if _COMMENT.match(line) or _CLOSER.match(line) or _IMPORT.match(line) or _CMDLET.match(line):
        return False
    has_cjk = _CJK.search(line) is not None
    plain = _LITERALS.sub("", line) if has_cjk or "'" in line or '"' in line else line
    if has_cjk:
        plain = _TRAILING_COMMENT.sub("", plain)
    if len(line) >= WIDTH:
        plain = _OPEN_LITERAL.sub("", plain)
    if has_cjk and _NAMED_IN_CJK.match(_TRAILING_COMMENT.sub("", _LITERALS.sub('""', line))):
        return False
    if has_cjk:
        return _CJK.search(plain) is not None and not (_ASSIGNMENT.match(plain) and plain.rstrip()[-1:] in ";,({[\"'")
    if _ASSIGNMENT.match(plain) is not None:
        return False
    words = len(_WORD.findall(plain))
    signs = len(_CODE_SIGNS.findall(plain))
    if words >= 4 and signs * 3 <= words and not plain.rstrip().endswith((";", "{", "(", "\\")):
        return not (_STRONG.match(line) and line.rstrip().endswith((":", "{", ")")) and signs)
    if not (1 <= words <= 6 and signs == 0 and line.rstrip().endswith((":", "?", ".", "!"))):
        return False
    return not (_KEYWORD_LINE.match(plain) or _STRONG.match(line))


def _is_data(text: str, line: str, start: int, end: int) -> bool:
    if (
        _JSON_START.match(text, start)
        or _DATA.match(line)
        or streams.is_stream_line(text, start, end)
        or exceptions.is_traceback(text, start, end)
    ):
        return True
    if exceptions.is_stack_line(text, start, end) and line.lstrip().startswith(
        ("at ", "File ", "^", "...", "#", "from ")
    ):
        return True
    if _NAME_IN_LINE.search(line) is None or _STRONG.match(line):
        return False
    head = exceptions.find_head(text, start, end)
    return head is not None and head.message_start < head.message_end and line.count("(") <= line.count(")")


def _calls(right: str) -> bool:
    """Whether the right side of an assignment does more than name a literal."""
    bare = _LITERALS.sub("", right)
    return "(" in bare or right.rstrip().endswith(("{", "[", "(", '"""', "'''", "`")) or right.startswith(('f"', "f'"))
