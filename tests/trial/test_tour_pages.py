"""What the tour may rely on when it fills in a form: the rules of a browser, and a refusal of all else."""

from __future__ import annotations

import pytest

from requests_app.trial.tour.pages import Form, Page, UnexpectedPage


def form(fields: str) -> Form:
    """The one form of a page with these fields."""
    html = f'<form method="post" enctype="multipart/form-data">{fields}<button>Send</button></form>'
    return Page(url="/", status=200, html=html).form_with("Send")


def test_boxes_are_ticked_by_their_values_and_no_others() -> None:
    asked = form(
        '<input type="checkbox" name="several" value="a" checked>'
        '<input type="checkbox" name="several" value="b">'
        '<input type="checkbox" name="several" value="c">'
        '<input type="checkbox" name="alone" value="yes">'
    )
    assert asked.values == {"several": ["a"]}
    asked.fill({"several": ["b", "c"], "alone": "yes"})
    assert asked.values == {"several": ["b", "c"], "alone": ["yes"]}
    for answer in ({"several": ["b", "d"]}, {"alone": "no"}):
        with pytest.raises(UnexpectedPage, match="does not offer"):
            asked.fill(dict(answer))
    assert asked.values == {"several": ["b", "c"], "alone": ["yes"]}


def test_a_list_is_chosen_from_and_begins_with_its_first_line() -> None:
    asked = form('<select name="s"><option value="1">One<option value="2">Two</select>')
    assert asked.values == {"s": ["1"]}
    asked.fill({"s": 2})
    assert asked.values == {"s": ["2"]}
    with pytest.raises(UnexpectedPage, match="does not offer"):
        asked.fill({"s": 3})


def test_words_are_sent_as_typed_and_numbers_as_words() -> None:
    asked = form('<input name="n"><textarea name="t">\n\nOld\n</textarea>')
    assert asked.values == {"n": [""], "t": ["\nOld\n"]}
    asked.fill({"n": 5, "t": "a < b & “c”\nd"})
    assert asked.values == {"n": ["5"], "t": ["a < b & “c”\nd"]}
    with pytest.raises(UnexpectedPage, match="one answer"):
        asked.fill({"n": ["1", "2"]})


def test_what_a_browser_leaves_out_is_left_out() -> None:
    """A field that is switched off, a file that is sent as a file, a button that was not pressed."""
    asked = form(
        '<input name="off" value="1" disabled><input type="file" name="image">'
        '<input type="radio" name="r" value="x"><input value="no name">'
        '<button name="go" value="on">Other</button>'
    )
    assert asked.values == {}
    assert "image" in asked.offered
    asked.press("Other")
    assert asked.values == {"go": ["on"]}
    with pytest.raises(UnexpectedPage, match="no button"):
        asked.press("Elsewhere")


def test_words_of_scripts_are_no_words_of_the_page() -> None:
    page = Page(
        url="/", status=200,
        html="<body><h1>Now <b>read</b></h1><script>x = 'hidden'</script><style>p {}</style>"
        "<p>Words&nbsp;here</p><svg><title>drawn</title></svg>after</body>",
    )  # fmt: skip
    assert (page.heading, page.words) == ("Now read", "Now read Words here after")


@pytest.mark.parametrize("html", ["", " ", "<!doctype html>", "\x00", "plain"])
def test_a_page_without_anything_has_nothing(html: str) -> None:
    page = Page(url="/here/", status=200, html=html)
    assert (page.heading, page.links, page.images, page.forms) == ("", [], [], [])
    for ask in (page.form_with, page.link):
        with pytest.raises(UnexpectedPage, match="/here/"):
            ask("Send")
