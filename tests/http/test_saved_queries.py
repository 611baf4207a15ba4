"""What may be saved for others to see, and what may not."""

from pathlib import Path

import pytest

from graph_service.audit.store import AuditFiles
from graph_service.errors import AuditUnavailable, ComponentUnavailable, Forbidden, InputRefused
from graph_service.http.saved_queries import SavedQueries
from graph_service.schema.build import graphql_schema
from graph_service.security.identity import Role
from tests.http.conftest import BROWSER, Service, form_mark, make_schema, sign_in


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1 to"),
        ("{ person(", "cannot be read"),
        ("{ nothing }", "does not fit the schema"),
        ('{ person(id: "p") { name } }', "variable"),
        ("{ person(id: 7) { name } }", "variable"),
        ('query Q($id: ID = "p") { person(id: $id) { name } }', "variable"),
        ('{ search(text: "Flint") { id } }', "variable"),
        ('{ search(text: """Flint""") { id } }', "variable"),
        ('query Q($id: ID!) { offender(id: $id) { potentialVictims(patterns: ["p"]) { strength } } }', "variable"),
        ("{ exposurePatterns { id } }" + " " * 10_001, "1 to"),
    ],
)
def test_what_is_not_saved(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=sentence):
        SavedQueries(tmp_path, graphql_schema()).checked(text)


def test_days_numbers_and_words_of_the_schema_may_be_written_into_a_saved_query(tmp_path: Path) -> None:
    text = (
        'query Q($id: ID!) { offenders(first: 5, category: 1) { totalCount } search(text: "", kinds: [Person]) { id } }'
    )
    saved = SavedQueries(tmp_path, graphql_schema())
    with pytest.raises(InputRefused):
        saved.checked(text)
    assert "# Flint" not in saved.checked("# Flint\n{ offenders(first: 5, category: 1) { totalCount } }")
    assert "2026-06-01" in saved.checked('query Q($id: ID!) { person(id: $id, asOf: "2026-06-01") { name } }')


async def test_a_file_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "workbench").mkdir(mode=0o700)
    (tmp_path / "workbench" / "queries.sqlite3").write_text("no database at all" * 100)
    with pytest.raises(ComponentUnavailable, match="saved queries"):
        await SavedQueries(tmp_path, graphql_schema()).all()


async def test_a_query_is_saved_anew_and_removed_by_who_saved_it_alone(tmp_path: Path) -> None:
    saved, numbers = SavedQueries(tmp_path, graphql_schema()), list[int]()
    first = await saved.save(" Catalogue ", "{ exposurePatterns { id } }", "ana", numbers.append)
    again = await saved.save("Catalogue", "{ exposurePatterns { title } }", "ana", numbers.append)
    assert [(one.number, one.name, "title" in one.text) for one in await saved.all()] == [
        (first.number, "Catalogue", True)
    ]
    assert again.number == first.number
    for refused in (
        saved.save("Catalogue", "{ exposurePatterns { id } }", "ben", numbers.append),
        saved.remove(first.number, "ben", numbers.append),
    ):
        with pytest.raises(Forbidden):
            await refused
    for name in ("", "x" * 101, "two\nlines"):
        with pytest.raises(InputRefused, match="name"):
            await saved.save(name, "{ exposurePatterns { id } }", "ana", numbers.append)
    await saved.remove(first.number, "ana", numbers.append)
    assert await saved.all() == []
    assert numbers == [first.number] * 3


async def test_a_change_that_cannot_be_put_on_record_is_not_made(tmp_path: Path) -> None:
    def unwritable(_number: int) -> None:
        raise AuditUnavailable("The audit log cannot be written.")

    saved, before = SavedQueries(tmp_path, graphql_schema()), "{ exposurePatterns { id } }"
    kept = await saved.save("Catalogue", before, "ana", lambda _number: None)
    for change in (
        saved.save("Another", before, "ana", unwritable),
        saved.save("Catalogue", "{ exposurePatterns { title } }", "ana", unwritable),
        saved.remove(kept.number, "ana", unwritable),
    ):
        with pytest.raises(AuditUnavailable):
            await change
        assert await saved.all() == [kept]


async def test_with_a_log_that_cannot_be_written_nothing_is_saved_or_removed(service: Service) -> None:
    await sign_in(service, Role.ANALYST)
    mark, saved = await form_mark(service, "/workbench"), SavedQueries(service.settings.home, make_schema())

    async def send(address: str, **fields: str) -> int:
        answer = await service.client.post(address, data={"form": mark} | fields, headers=BROWSER)
        return answer.status_code

    assert await send("/workbench/queries", name="Catalogue", query="{ exposurePatterns }") == 303
    assert [(entry["operation"], entry["details"]) for entry in service.entries()[1:]] == [("saved", {"query": 1})]
    before = await saved.all()
    AuditFiles(service.settings.home).log.unlink()
    assert await send("/workbench/queries", name="Another", query="{ exposurePatterns }") == 503
    assert await send("/workbench/queries", name="Catalogue", query="{ __typename exposurePatterns }") == 503
    assert await send("/workbench/queries/remove", number="1") == 503
    assert await saved.all() == before
