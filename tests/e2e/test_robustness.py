"""Nothing a client or a disk can hold stops the server."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from e2e.projects import RULES, VIEWS, shop, write
from e2e.rawclient import PATIENCE, Message, Raw

IMPORT = "from billing.models import Invoice\n"


class Talk:
    """A server with one open file, and the question that shows it is alive."""

    def __init__(self, base: Path, env: dict[str, str]) -> None:
        self.base = base
        self.raw = Raw(env)
        self.raw.start(base)
        self.open("orders/views.py", VIEWS)

    def uri(self, path: str) -> str:
        return (self.base / path).as_uri()

    def open(self, path: str, text: str, version: int = 1) -> str:
        item = {"uri": self.uri(path), "languageId": "python", "version": version, "text": text}
        self.raw.notify("textDocument/didOpen", {"textDocument": item})
        return self.uri(path)

    def change(self, uri: str, *changes: Message, version: int = 2) -> None:
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
        self.raw.notify("textDocument/didChange", params)

    def close(self, uri: str) -> None:
        self.raw.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def hover(self, uri: str, line: int, character: int, patience: float = PATIENCE) -> Message | None:
        params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.raw.request("textDocument/hover", params, patience)["result"]

    def is_alive(self, patience: float = PATIENCE) -> bool:
        """Whether a hover in the file that was open from the start is answered as ever."""
        found = self.hover(self.uri("orders/views.py"), 0, 28, patience)
        return found is not None and "orders → billing" in found["contents"]["value"]


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Callable[[], Talk]]:
    """One server for all tests of a file; a new one after a test it did not survive."""
    env = {**os.environ, "COUPLING_LSP_CACHE": str(cache)}
    kept: list[Talk] = []

    def get() -> Talk:
        if not kept or not _is_well(kept[-1]):
            if kept:
                kept[-1].raw.kill()
            kept.append(Talk(shop(tmp_path_factory.mktemp("shop")), env))
        return kept[-1]

    yield get
    for it in kept:
        it.raw.kill()


def _is_well(talk: Talk) -> bool:
    try:
        return talk.raw.process.poll() is None and talk.is_alive(patience=1)
    except (AssertionError, OSError, KeyError):
        return False


@pytest.fixture
def talk(talks: Callable[[], Talk]) -> Talk:
    return talks()


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


QUESTION = {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}
DEEP = b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": ' + b"[" * 99_999 + b"]" * 99_999 + b"}"
NOISE = {
    "malformed JSON": framed(b'{"jsonrpc": "2.0", "method"'),
    "an empty body": framed(b""),
    "text that is no JSON": framed(b"hello"),
    "half a UTF-8 sequence": framed(b'{"jsonrpc": "2.0", "method": "x\xe2\x82"}'),
    "UTF-16": framed(json.dumps(QUESTION).encode("utf-16")),
    "NUL bytes": framed(b"\x00" * 64),
    "a number": framed(b"42"),
    "a string": framed(b'"textDocument/hover"'),
    "null": framed(b"null"),
    "an empty array": framed(b"[]"),
    "a batch": framed(json.dumps([QUESTION, QUESTION]).encode()),
    "an empty object": framed(b"{}"),
    "an object of another protocol": framed(b'{"type": "request", "seq": 1, "command": "quickinfo"}'),
    "another version of JSON-RPC": framed(b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}'),
    "a method that is no string": framed(b'{"jsonrpc": "2.0", "id": 1, "method": 5}'),
    "an id that is an object": framed(b'{"jsonrpc": "2.0", "id": {}, "method": "textDocument/hover", "params": {}}'),
    "an id that is null": framed(b'{"jsonrpc": "2.0", "id": null, "method": "textDocument/hover", "params": {}}'),
    "a response nobody waits for": framed(b'{"jsonrpc": "2.0", "id": 99, "result": null}'),
    "an error nobody waits for": framed(b'{"jsonrpc": "2.0", "id": 99, "error": {"code": 1, "message": "no"}}'),
    "an error without an id": framed(b'{"jsonrpc": "2.0", "id": null, "error": {"code": 1, "message": "no"}}'),
    "an error of a wrong form": framed(b'{"jsonrpc": "2.0", "id": 99, "error": "no"}'),
    "very deep JSON": framed(DEEP),
    "numbers that are none": framed(b'{"jsonrpc": "2.0", "method": "x", "params": {"a": NaN, "b": -Infinity}}'),
    "an unknown notification": framed(b'{"jsonrpc": "2.0", "method": "coupling/unknown", "params": {}}'),
    "an optional notification": framed(b'{"jsonrpc": "2.0", "method": "$/setTrace", "params": {"value": "off"}}'),
    "a cancelled request nobody made": framed(b'{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 9}}'),
    "a notification without parameters": framed(b'{"jsonrpc": "2.0", "method": "textDocument/didOpen"}'),
    "a length that is a word": b"Content-Length: abc\r\n\r\n",
    "a negative length": b"Content-Length: -5\r\n\r\n",
    "a length without a value": b"Content-Length:\r\n\r\n",
    "an absurd length": b"Content-Length: " + b"9" * 40 + b"\r\n\r\n",
    "a length in other digits": "Content-Length: ٣\r\n\r\n".encode(),
    "a length too short": b"Content-Length: 5\r\n\r\n" + json.dumps(QUESTION).encode() + b"\r\n",
    "header lines of other kinds": b"X: y\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
    + framed(b'{"jsonrpc": "2.0", "method": "x"}'),
    "blank lines": b"\r\n\r\n\n\r\n",
    "a huge line": b"x" * 3_000_000 + b"\r\n",
    "binary junk": bytes(range(256)) * 8 + b"\n",
}


@pytest.mark.parametrize("name", NOISE)
def test_noise_on_the_wire_does_not_stop_the_server(talk: Talk, name: str) -> None:
    talk.raw.send(NOISE[name])
    assert talk.is_alive()
    assert talk.raw.strays == []


@pytest.mark.parametrize("header", ["Content-Length: abc", "Content-Size: 40"])
def test_a_message_of_unknown_length_costs_no_more_than_the_one_behind_it(talk: Talk, header: str) -> None:
    talk.raw.send(header.encode() + b"\r\n\r\n" + b'{"jsonrpc": "2.0", "method": "x"}')
    talk.raw.notify("coupling/lost", {})
    assert talk.is_alive(patience=2)


@pytest.mark.parametrize(
    "header", ["content-length: %d\r\n\r\n", "Content-Length:%d\n\n", "Content-Length: %d\r\nX: y\r\n\r\n"]
)
def test_headers_are_read_as_other_servers_read_them(talk: Talk, header: str) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": header, "method": "coupling/unknown", "params": {}}).encode()
    talk.raw.send((header % len(body)).encode() + body)
    assert talk.raw.until(lambda it: it.get("id") == header)["error"]["code"] == -32601


def test_an_unknown_request_is_refused(talk: Talk) -> None:
    here = {"textDocument": {"uri": talk.uri("orders/views.py")}, "position": {"line": 0, "character": 0}}
    for method in ("coupling/unknown", "$/unknown", "textDocument/linkedEditingRange"):
        assert talk.raw.request(method, here)["error"]["code"] == -32601
    assert talk.is_alive()


def test_an_unknown_request_without_parameters_is_refused_as_unknown(talk: Talk) -> None:
    talk.raw.message({"jsonrpc": "2.0", "id": "without", "method": "coupling/unknown"})
    assert talk.raw.until(lambda it: it.get("id") == "without")["error"]["code"] == -32601


def test_a_message_sent_in_small_pieces_is_understood(talk: Talk) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": "pieces", "method": "coupling/unknown", "params": {"é": "🎉"}})
    for byte in framed(body.encode()):
        talk.raw.send(bytes([byte]))
    assert talk.raw.until(lambda it: it.get("id") == "pieces")["error"]["code"] == -32601


@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        {},
        "text",
        {"textDocument": {"uri": "file:///a.py"}, "position": 5},
        {"textDocument": {"uri": "file:///a.py"}, "position": {"line": "first", "character": 0}},
        {"textDocument": None, "position": None},
    ],
    ids=str,
)
def test_wrong_parameters_are_answered_with_an_error(talk: Talk, params: object) -> None:
    answer = talk.raw.request("textDocument/hover", params)
    assert answer["error"]["code"] == -32602
    assert talk.is_alive()


@pytest.mark.parametrize(
    "position",
    [(0, 10_000), (10_000, 0), (2**31 - 1, 2**31 - 1), (-1, -1), (0, -5), (2**70, 2**70)],
    ids=str,
)
def test_a_position_outside_the_text_is_answered(talk: Talk, position: tuple[int, int]) -> None:
    params = {
        "textDocument": {"uri": talk.uri("orders/views.py")},
        "position": {"line": position[0], "character": position[1]},
    }
    talk.raw.request("textDocument/hover", params)
    here = {"start": params["position"], "end": params["position"]}
    params = {"textDocument": params["textDocument"], "range": here, "context": {"diagnostics": []}}
    talk.raw.request("textDocument/codeAction", params)
    assert talk.is_alive()


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "file:///nowhere/at/all.py",
        "git:/shop/orders/views.py?ref=HEAD",
        "file:///with%00nul.py",
        "file:///%ff%fe.py",
        "file://host/share/a.py",
        "file:///" + "long" * 3000 + ".py",
        "",
        "not a uri",
        "file:",
    ],
    ids=lambda it: it[:30] or "empty",
)
def test_a_document_from_anywhere_may_be_opened_changed_and_closed(talk: Talk, uri: str) -> None:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": IMPORT}
    talk.raw.notify("textDocument/didOpen", {"textDocument": item})
    talk.change(uri, {"text": "x = 1\n"})
    assert talk.hover(uri, 0, 28) is None
    talk.close(uri)
    assert talk.is_alive()


def test_a_change_of_a_document_that_was_never_opened_is_ignored(talk: Talk) -> None:
    talk.change(talk.uri("orders/receipts.py"), {"text": "broken ("})
    assert talk.is_alive()


def test_changes_outside_the_text_are_moved_inside(talk: Talk) -> None:
    uri = talk.open("orders/empty.py", "a")
    far = {"line": 10_000, "character": 10_000}
    talk.change(uri, {"range": {"start": far, "end": far}, "text": "\n" + IMPORT})
    assert talk.hover(uri, 1, 28) is not None, "added at the end"
    talk.change(uri, {"range": {"start": far, "end": {"line": 0, "character": 0}}, "text": IMPORT}, version=3)
    assert talk.hover(uri, 0, 28) is not None, "the whole text, from the back to the front"
    talk.close(uri)
    assert talk.is_alive()


def test_lone_surrogates_in_a_text_are_no_fault(talk: Talk) -> None:
    uri = talk.open("orders/empty.py", "s = '\ud83c'\n" + IMPORT)
    assert talk.hover(uri, 1, 28) is not None
    start = {"line": 0, "character": 0}
    talk.change(uri, {"range": {"start": start, "end": start}, "text": "# \udfff\n"})
    assert talk.hover(uri, 2, 28) is not None
    talk.close(uri)
    assert talk.is_alive()


def test_a_document_may_be_opened_twice_and_closed_twice(talk: Talk) -> None:
    uri = talk.open("orders/empty.py", "x = 1\n")
    talk.open("orders/empty.py", IMPORT, version=2)
    assert talk.hover(uri, 0, 28) is not None
    talk.close(uri)
    talk.close(uri)
    assert talk.hover(uri, 0, 28) is None
    assert talk.is_alive()


def test_a_python_file_of_five_megabytes_can_be_edited(talk: Talk) -> None:
    text = IMPORT + "x = [1, 2, 3]  # a line like another\n" * 140_000
    assert len(text) > 5_000_000
    uri = talk.open("orders/empty.py", text)
    start = {"line": 70_000, "character": 0}
    for version in range(2, 7):
        talk.change(uri, {"range": {"start": start, "end": start}, "text": "y = 2\n"}, version=version)
    talk.change(uri, {"range": {"start": start, "end": start}, "text": IMPORT}, version=7)
    assert talk.hover(uri, 70_000, 28) is not None
    talk.close(uri)
    assert talk.is_alive()


def test_a_second_initialize_is_refused_and_changes_nothing(talk: Talk) -> None:
    answer = talk.raw.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert "error" in answer
    assert talk.is_alive()


def test_requests_before_initialize_are_refused(env: dict[str, str], tmp_path: Path) -> None:
    raw = Raw(env)
    try:
        raw.notify("textDocument/didOpen", {"textDocument": {"uri": "file:///a.py", "languageId": "python"}})
        answer = raw.request(
            "textDocument/hover", {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}}
        )
        assert answer["error"]["code"] == -32002
        raw.start(shop(tmp_path / "shop"))
        assert raw.end() == 0
    finally:
        raw.kill()


def test_requests_after_shutdown_are_refused(env: dict[str, str], tmp_path: Path) -> None:
    raw = Raw(env)
    try:
        raw.start(shop(tmp_path / "shop"))
        raw.request("shutdown", None)
        answer = raw.request(
            "textDocument/hover", {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}}, 3
        )
        assert answer["error"]["code"] == -32600
    finally:
        raw.kill()


def strange_files(base: Path) -> None:
    """What may lie in a project: links that go round, pipes, folders with the names of files, bytes of any kind."""
    write(
        base,
        {"orders/bytes.py": bytes(range(256)) * 40, "orders/nul.py": b"\x00" * 999, "orders/deep.py": b"(" * 50_000},
    )
    write(base, {"orders/late.py": b"\xff\xfe" + IMPORT.encode("utf-16-le"), "orders/folder.py/inside.py": IMPORT})
    (base / "orders/loop").symlink_to(base)
    (base / "orders/loop.py").symlink_to(base / "orders/loop.py")
    (base / "orders/dangling.py").symlink_to(base / "nowhere.py")
    (Path(os.fsdecode(bytes(base) + b"/orders/bad\xff.py"))).write_text(IMPORT)
    os.mkfifo(base / "orders/pipe.py")
    write(base, {"orders/closed/inside.py": IMPORT, "orders/secret.py": IMPORT})
    (base / "orders/closed").chmod(0)
    (base / "orders/secret.py").chmod(0)


def test_strange_files_in_a_project_are_left_out(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop")
    strange_files(base)
    talk = None
    try:
        talk = Talk(base, env)
        assert talk.is_alive()
        paths = [base / "orders" / name for name in ("pipe.py", "loop.py", "loop", "bytes.py", "closed", "dangling.py")]
        changes = [{"uri": path.as_uri(), "type": kind} for path in paths for kind in (1, 2, 3)]
        talk.raw.notify("workspace/didChangeWatchedFiles", {"changes": changes})
        assert talk.is_alive()
        assert talk.raw.end() == 0
        assert "Traceback" not in "".join(talk.raw.stderr)
    finally:
        (base / "orders/closed").chmod(0o700)
        if talk is not None:
            talk.raw.kill()


BAD_RULES = {
    "random bytes": bytes((number * 7919 + 13) % 256 for number in range(5000)),
    "nothing": b"",
    "a list": b"- 1\n- 2\n",
    "a word": b"hello",
    "NUL bytes": b"\x00\x00",
    "bombs": b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c, *%c, *%c]\n" % (c + 1, c + 1, c, c, c) for c in range(97, 122)),
    "tags": b'version: !!python/object/apply:os.system ["true"]\n',
    "deep": b"[" * 50_000,
    "an alias of itself": b"edges: &a\n  - *a\n",
    "wrong types": b"version: 1\nedges: {a: 1}\napps: []\npolicy: 5\ncontracts: x\nproject: [1]\n",
    "another language": "версия: 1\nedges:\n  - id: 🎉\n    from: [[]]\n".encode(),
}


@pytest.mark.parametrize("name", BAD_RULES)
def test_rules_of_any_bytes_are_a_diagnostic_at_most(talk: Talk, name: str) -> None:
    rules = talk.base / "rules.yaml"
    try:
        for content in (BAD_RULES[name], RULES.encode()):
            rules.write_bytes(content)
            talk.raw.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": rules.as_uri(), "type": 2}]})
            assert talk.is_alive()
    finally:
        rules.write_text(RULES)


def test_a_folder_in_place_of_the_rules_is_no_rules(env: dict[str, str], tmp_path: Path) -> None:
    base = shop(tmp_path / "shop", rules=None)
    (base / "rules.yaml").mkdir()
    talk = Talk(base, env)
    try:
        assert talk.is_alive()
    finally:
        talk.raw.kill()
