"""Commands of cmd.exe."""
