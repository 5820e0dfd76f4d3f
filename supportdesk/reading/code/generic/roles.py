"""Which part of a request a name of a program text speaks of: names of HTTP libraries as data, by part."""

from __future__ import annotations

from supportdesk.patterns import lazy
from supportdesk.reading.code.generic.nodes import Node
from supportdesk.reading.code.generic.values import plain_name

_MEDIA = lazy(r"\.(?:png|jpe?g|gif|webp|bmp|svg|mp[34]|mov|webm|wav|m4a|flac|pdf)(?:[?#]|$)")
_SETTING = lazy(r"\s*(?:(?:\$env:|export\s|setx?\s)\s*[A-Za-z_]\w*\s?[= ].*|#.*|[\w./\\-]*)\s*")
"""A line that sets a variable of the environment, a comment, or the bare name of a program."""
METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))

_NAMES: dict[str, str] = {
    "url": """
        url uri requesturi requesturl curlopturl curlopt_url urlstring endpoint apiurl seturl seturi
        setrequesturl target href baseaddress opturl apiendpoint fullurl
    """,
    "base": """
        baseurl baseuri baseaddress host hostname apibase prefixurl authority apihost domain server
    """,
    "path": """
        path pathname
    """,
    "method": """
        method httpmethod type verb requestmethod curloptcustomrequest customrequest setrequestmethod
        setmethod sethttpmethod reqmethod curloptpost
    """,
    "query": """
        query params queryparams searchparams queryparameters qs urlquery requrlquery setquery setquerydata
        querystring queries addqueryparameters paramsquery
    """,
    "json": """
        json jsonbody bodyjson reqbodyjson jsondata jsonpayload withjsonobject setjson asjson jsonobj
    """,
    "form": """
        form formparams formfields formdata formurlencoded setform urlencoded reqbodyform fields postform
        addpostfields setformdata formbody encodedform
    """,
    "multipart": """
        multipart multipartform reqbodymultipart files multipartbody
    """,
    "body": """
        body data payload content postfields curloptpostfields httpbody sethttpbody setbody requestbody
        rawbody reqbody bodyraw reqbodyraw send write setcontent setrawpostdata bodytext withbody postdata
        datastring bodystring source copypostfields curloptcopypostfields input entity setentity bodyvalue
        reqdata curloptpostfieldslarge addbody addstringbody addjsonbody setrequestbody jsonstring requestdata
        writestring initwithdata
    """,
    "type": """
        contenttype setcontenttype mediatype withcontenttype
    """,
    "auth": """
        auth basicauth setbasicauth setbasic userpwd curloptuserpwd authenticate httpbasicauth withbasicauth
    """,
    "bearer": """
        bearerauth setbearerauth bearertoken authtoken withtoken reqauthbearertoken
    """,
    "header": """
        headeradd addlist headeraddlist
        header setheader addheader setrequestheader addrequestheader setrequestproperty addrequestproperty
        withheader headerfield defaultheader appendheader tryaddwithoutvalidation setheaderfield replaceheader
        addreplaceheader pushheader
    """,
    "headers": """
        headers httpheader httpheaders curlopthttpheader allhttpheaderfields setallhttpheaderfields setheaders
        addheaders requestheaders reqheaders headerfields withheaders headermap myheaders headerlist
        headerdict defaultheaders extraheaders httpheadersmap
    """,
}

ROLES: dict[str, str] = {plain_name(name): role for role, names in _NAMES.items() for name in names.split()}
"""Name as compared (`plain_name`) → the part of a request that it speaks of."""

HEADERS = frozenset(
    "authorization cookie accept origin referer host date connection range pragma prefer forwarded token apikey".split()  # noqa: SIM905  a list of words
)
"""Lower-case names of headers without a hyphen, which a program may set like a member of anything."""

GETS = ("URLRequest(", "NSMutableURLRequest")
"""Constructors of requests that are sent by GET whatever their body, unless a method is set (Apple's URLRequest)."""

_SENDING = frozenset(
    """fetch send sendasync sendrequest execute executeasync executeawait do newcall enqueue curlexec exec perform
    curleasyperform getresponse getresponsecode datatask uploadtask dispatch end getentity openstream exchange
    """.split()  # noqa: SIM905  a list of words
)
_ADDRESSED = frozenset(
    """fetch axios ky got ajax open url uri parse create curlinit curleasyinit urlrequest seturl seturi request
    requestwithurl urlwithstring initwithurl""".split()  # noqa: SIM905  a list of words
)
_SHARED = frozenset(("create", "client", "dio", "baseoptions", "extend", "httpclient", "restclient", "instance"))


def sends(call: Node) -> bool:
    """Whether a call sends a request that was put together before it: `send(…)`, `http.request(req)`."""
    name = plain_name(call.name)
    return name in _SENDING or (name == "request" and [value.kind for _, value in call.items] == ["name"])


def is_addressed(name: str) -> bool:
    """Whether a call of that name may take a request's address: `fetch(…)`, `NewRequest(…)`, `URI(…)`, `get(…)`."""
    plain = plain_name(name)
    return plain in _ADDRESSED or "request" in plain or method_of(name) is not None


def is_shared(path: str, name: str) -> bool:
    """Whether a call sets what all requests of a client share: `axios.create(…)`, `DefaultRequestHeaders.Add(…)`."""
    return plain_name(name) in _SHARED or "default" in path.lower()


_TYPED = ("ASJSON", "FROMJSON", "STRING", "FORENTITY", "FOROBJECT", "JSON")
"""What names of calls say behind the method about what is sent or given: `PostAsJsonAsync`, `postForEntity`."""

_ADDING = frozenset(
    ("add", "set", "append", "insert", "put", "tryaddwithoutvalidation", "setvalue", "addvalue", "replace")
)


def role_of(name: str) -> str | None:
    """Return the part of a request that a key, variable or function of that name speaks of, or None."""
    return ROLES.get(plain_name(name))


def adds_header(path: str, name: str) -> bool:
    """Whether a call of that dotted path adds one header: `header(…)`, `req.Header.Set(…)`, `headers.insert(…)`."""
    plain = plain_name(name)
    if ROLES.get(plain) == "header":
        return True
    return plain in _ADDING and "header" in path.rpartition(".")[0].lower()


def method_of(name: str) -> str | None:
    """Return the request method that a word is (`POST`, `Post`, `METHOD_POST`, `HTTP_METH_POST`), or None."""
    word = name.rpartition("_")[2].rstrip("!").upper()
    word = word.removesuffix("ASYNC").removeprefix("HTTP")
    for suffix in _TYPED:
        word = word.removesuffix(suffix)
    return word if word in METHODS else None


def is_named(url: str, program: str) -> bool:
    """Whether an address is one that is named and not called: a picture's, or a setting of an environment."""
    return _MEDIA.search(url) is not None or all(map(_SETTING.fullmatch, program.split("\n")))
