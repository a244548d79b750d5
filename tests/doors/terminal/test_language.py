"""The command line follows the operator's language."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from tongxin.doors.terminal import doctor, language, main
from tongxin.doors.terminal.checkup import Finding


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "zh-hans"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
    ],
)
def test_the_terminal_says_which_language(environment, code):
    assert language.chosen(["figures"], environment) == (code, ["figures"])


@pytest.mark.parametrize("words", [["--language", "en", "figures"], ["--language=en", "figures"]])
def test_the_option_before_the_command_wins(words):
    assert language.chosen(words, {"LANG": "zh_CN.UTF-8"}) == ("en", ["figures"])


@pytest.mark.parametrize("words", [["--language", "fr", "figures"], ["--language"]])
def test_a_language_we_do_not_speak_is_one_sentence(words, capsys):
    assert main.main(words) == 1
    assert capsys.readouterr().err.startswith("--language is zh-hans or en; ")


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("zh-hans", "有误  磁盘: 不能用\n         /x is full"),
        ("en", "problem  disk: unusable\n         /x is full"),
    ],
)
def test_the_doctor_speaks_both(code, line):
    with override(code):
        assert doctor.render(Finding(doctor._("disk"), doctor._("unusable"), "/x is full")) == line


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "日志完好"), ("en", "The journal holds")])
def test_the_journal_is_verified_in_both(db, code, words, capsys):
    with override(code):
        call_command("flows", "--verify")
    assert capsys.readouterr().out.startswith(words)
