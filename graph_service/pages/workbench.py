"""The page of the workbench: GraphiQL, examples, saved queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render


@dataclass(frozen=True, slots=True)
class Tool:
    """What GraphiQL is loaded from; `off` says why it is not there."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    off: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A saved query in the list; `own` where the reader has saved it, and may remove it."""

    number: str
    name: str
    text: str
    saved_by: str
    own: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin from, and variables that fit the sample town."""

    title: str
    text: str
    variables: str


EXAMPLES: Final = (
    Example(
        "Who might he harm, and by which path?",
        """query WhoMightHeHarm($id: ID!, $asOf: Date) {
  offender(id: $id, asOf: $asOf) {
    person { name }
    potentialVictims {
      subject { ... on Person { name age } ... on ProtectedClass { description } }
      strength
      exposures { summary strength timing }
    }
  }
}""",
        '{\n  "id": "gary-flint",\n  "asOf": "2026-06-01"\n}',
    ),
    Example(
        "Whom should the plan consider telling?",
        """query WhomToTell($id: ID!, $asOf: Date) {
  offender(id: $id, asOf: $asOf) {
    disclosureCandidates {
      recipient {
        ... on Person { name }
        ... on Organisation { name }
        ... on School { name }
        ... on Office { name }
      }
      role
      standing
      channel
      gateways
      conflicts { kind summary }
    }
  }
}""",
        '{\n  "id": "gary-flint",\n  "asOf": "2026-06-01"\n}',
    ),
    Example(
        "How are two people linked?",
        """query HowLinked($from: ID!, $to: ID!, $asOf: Date) {
  paths(fromId: $from, toId: $to, first: 10, asOf: $asOf) {
    truncated
    paths {
      nodes { id ... on Person { name } }
      relationships { type role validFrom validTo }
    }
  }
}""",
        '{\n  "from": "gary-flint",\n  "to": "omar-said",\n  "asOf": "2026-06-01"\n}',
    ),
    Example(
        "Who is this?",
        """query WhoIsThis($text: String!) {
  search(text: $text, kinds: [PERSON]) {
    id
    ... on Person { name dateOfBirth }
  }
}""",
        '{\n  "text": "Gary Flynt"\n}',
    ),
    Example(
        "What lies around a record?",
        """query Around($id: ID!, $asOf: Date) {
  neighbourhood(id: $id, hops: 1, asOf: $asOf) {
    truncated
    nodes { __typename id ... on Person { name } ... on Address { lines town } }
    relationships { type role from { id } to { id } validFrom validTo }
  }
}""",
        '{\n  "id": "gary-flint",\n  "asOf": "2026-06-01"\n}',
    ),
    Example(
        "Which patterns are there?",
        """query Catalogue {
  exposurePatterns { id title description guidance }
}""",
        "{}",
    ),
)
"""Each is valid against the schema; a test sends them all."""


def workbench_page(
    *,
    frame: SiteFrame,
    purpose: str,
    tool: Tool,
    queries: Sequence[Listed],
    opened: str,
    longest_name: int,
    named: str,
    text: str,
    problem: str,
) -> str:
    """The page. `opened` is the number of the saved query to begin with; `named`, `text` and `problem` of one not saved."""
    return render(
        "workbench",
        frame=frame,
        purpose=purpose,
        tool=tool,
        queries=queries,
        opened=opened,
        examples=EXAMPLES,
        longest_name=longest_name,
        named=named,
        text=text,
        problem=problem,
    )
