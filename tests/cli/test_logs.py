"""Logs: one JSON object a line, and no secret in it."""

import io
import json
import logging

from cli.logs import Hush, JsonLines


def written(hush: Hush, level: int, message: str, *arguments: object, **fields: object) -> dict[str, object]:
    """Return the line that a log call makes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(hush, "api"))
    logger = logging.Logger("paraf.test")
    logger.addHandler(handler)
    logger.log(level, message, *arguments, **fields)  # type: ignore[arg-type]
    text = stream.getvalue()
    assert text.count("\n") == 1
    return dict(json.loads(text))


def test_a_line_says_what_where_and_how_bad() -> None:
    line = written(Hush(), logging.WARNING, "slow: %d ms", 1200, extra={"request": "r-1", "path": "/"})
    assert line["message"] == "slow: 1200 ms"
    assert (line["level"], line["process"], line["logger"]) == ("warning", "api", "paraf.test")
    assert (line["request"], line["path"]) == ("r-1", "/")
    assert str(line["at"]).endswith("+00:00")


def test_known_secrets_and_passwords_in_urls_are_hidden_wherever_they_are() -> None:
    hush = Hush(["key-of-the-house", 'quo"ted-secret'])
    line = written(
        hush,
        logging.ERROR,
        "cannot reach postgresql://paraf:hunter2@db/paraf with key-of-the-house",
        extra={"detail": 'quo"ted-secret'},
    )
    assert line["message"] == "cannot reach postgresql://paraf:***@db/paraf with ***"
    assert line["detail"] == "***"


def test_a_failure_is_one_line_too() -> None:
    try:
        raise ValueError("smtp://mailer:hunter2@mail.example")
    except ValueError:
        line = written(Hush(), logging.ERROR, "failed", exc_info=True)
    assert "Traceback" in str(line["error"])
    assert "hunter2" not in str(line["error"])
