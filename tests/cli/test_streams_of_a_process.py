"""The real process: exit statuses, broken pipes, full disks, flat memory, any locale."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEGEN = [sys.executable, "-m", "notegen"]
LINE = json.dumps({"id": "é", "summary": "Client Zyxwv slept badly. é", "format": "soap"})
# Half of what 3,000 kept lines of 20,000 characters would take, far above noise.
MEMORY_GROWTH_KIB = 30_000

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full and limits are Linux's")


def start(*args, **options):
    return subprocess.Popen(
        [*NOTEGEN, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        bufsize=0,  # nothing left to flush into a pipe that the child has closed
        **options,
    )


@linux_only
@pytest.mark.parametrize(
    "args",
    [["draft"], ["draft", "--json"], ["draft", "--jsonl", "-"], ["formats"], ["--help"]],
    ids=" ".join,
)
def test_a_full_disk_is_one_line_and_status_1(args):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*NOTEGEN, *args], input=LINE.encode(), stdout=full, stderr=subprocess.PIPE, cwd=ROOT
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert b"Zyxwv" not in done.stderr


@linux_only
def test_a_full_standard_error_changes_no_exit_status():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*NOTEGEN, "draft"], input=b"", stderr=full, cwd=ROOT)
    assert done.returncode == 2


@pytest.mark.parametrize("args", ["draft --jsonl -", "formats", "--help"])
def test_a_reader_that_leaves_ends_us_quietly(args):
    with start(*args.split()) as process:
        process.stdout.close()
        if args.startswith("draft"):
            with suppress(BrokenPipeError):
                while True:
                    process.stdin.write(LINE.encode() + b"\n")
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_head_gets_its_lines_and_ends_us_quietly(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{LINE}\n" * 2_000)
    command = f'set -o pipefail; "{sys.executable}" -m notegen draft --jsonl "{path}" | head -n 2'
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["é", "é"]
    assert done.stderr == b""
    assert done.returncode == 141


def test_each_answer_is_there_before_the_next_line_comes():
    with start("draft", "--jsonl", "-") as process:
        for _ in range(3):
            process.stdin.write(LINE.encode() + b"\n")
            assert json.loads(process.stdout.readline())["id"] == "é"
        process.stdin.close()
        assert process.wait(30) == 0


def test_ctrl_c_ends_cleanly():
    with start("draft", "--jsonl", "-") as process:
        process.stdin.write(LINE.encode() + b"\n")
        process.stdout.readline()  # it is at work, no longer starting
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == b""


@pytest.mark.parametrize("command", ["draft", "check"])
def test_memory_is_flat_over_many_lines(command, tmp_path):
    path = tmp_path / "cases.jsonl"

    def record(number: int) -> dict[str, object]:
        # A word of its own in each, so that a cache without bounds shows; and ballast that `draft`
        # and `check` ignore, so that kept lines would show.
        text = f"Client met friend{number}."
        sections = {"S": [text]}
        line = {"id": number, "summary": text, "format": "soap", "sections": sections}
        return {**line, "ballast": "x" * 20_000}

    def peak(count: int) -> int:
        with path.open("w") as stream:
            for number in range(count):
                stream.write(json.dumps(record(number)) + "\n")
        code = (
            "import resource, sys; from notegen.cli import main; "
            f"status = main([{command!r}, '--jsonl', {str(path)!r}]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); "
            "sys.exit(status)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT)
        assert done.returncode == 0
        assert done.stdout.count(b"\n") == count
        return int(done.stderr)

    assert peak(3_000) - peak(50) < MEMORY_GROWTH_KIB


@linux_only
def test_an_endless_line_does_not_eat_the_memory():
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    with start("draft", "--jsonl", "-", preexec_fn=limit) as process:
        process.stdin.write(b'{"id":"')
        for _ in range(2_000):
            process.stdin.write(b"x" * 1_000_000)
        process.stdin.write(b"\n" + LINE.encode() + b"\n")
        out, err = process.communicate(timeout=60)
    bad, good = (json.loads(line) for line in out.splitlines())
    assert bad["error"]["type"] == "InputError"
    assert good["id"] == "é"
    assert process.returncode == 1
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
    ids=lambda locale: " ".join(f"{key}={value}" for key, value in locale.items()),
)
@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["text", "json"])
def test_input_and_output_are_utf8_in_every_locale(process, locale, extra):
    outcome = process("draft", *extra, stdin="Client saw Zoë.\U0001f600".encode(), env=locale)
    assert (outcome.status, outcome.err) == (0, "")
    assert "Zoë" in outcome.text


def test_closed_streams_are_a_message_not_a_traceback():
    for redirection, status in (("<&-", 2), (">&- </dev/null", 2), ("2>&- </dev/null", 2)):
        command = f'"{sys.executable}" -m notegen draft {redirection}'
        done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT)
        assert done.returncode == status, redirection
        assert b"Traceback" not in done.stderr
    command = f'echo Client slept. | "{sys.executable}" -m notegen draft >&-'
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_console_script_and_module_are_one_program(process, summary_file):
    script = Path(sys.executable).parent / "notegen"
    done = subprocess.run([script, "draft", summary_file], capture_output=True, cwd="/")
    assert done.returncode == 0
    assert done.stdout == process("draft", summary_file).out


def test_draft_starts_without_the_vault_the_exporters_or_the_app():
    heavy = ["streamlit", "pandas", "numpy", "pydantic", "fpdf", "fontTools", "sqlite_utils"]
    heavy += ["sqlcipher3", "cryptography", "eval", "asyncio", "httpx", "notegen.store"]
    code = (
        "import sys; from notegen.cli import main; main(['draft']); "
        f"print(*[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"Client slept.", capture_output=True, cwd=ROOT
    )
    assert done.stderr.split() == []
