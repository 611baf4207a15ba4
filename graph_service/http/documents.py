"""GraphQL documents, read once and kept: parsed, limited, validated, and what each operation asks for."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    ListValueNode,
    NoSchemaIntrospectionCustomRule,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    ValidationRule,
    ValueNode,
    VariableNode,
    parse,
    specified_rules,
    validate,
)

from graph_service.errors import TooComplex
from graph_service.security.fields import ROOT_FIELDS, FieldRule
from graph_service.security.identity import Permission

MAX_DEPTH: Final = 15
"""Fields within fields."""
MAX_ALIASES: Final = 50
"""Aliases in one operation, a fragment's counted wherever it is used."""
MAX_FIELDS: Final = 500
"""Fields written in one document; comparing them pair by pair is what validation spends its time on."""
MAX_SELECTED: Final = 2_000
"""Fields that one operation selects, a fragment's counted wherever it is used."""
MAX_TOKENS: Final = 10_000
# How graphql-core ends its message where a document goes over a limit of the parser.
_ABORTED: Final = "Parsing aborted."
_MAX_ERRORS: Final = 20
_KEPT: Final = 512
_KEPT_CHARACTERS: Final = 1_000_000

_ID_ARGUMENTS: Final = frozenset(
    {"id", "offenderId", "personId", "addressId", "addressIds", "withIds", "fromId", "toId"}
)
_INPUT_ARGUMENTS: Final = frozenset({"input"})
_TEXT_ARGUMENTS: Final = frozenset({"text"})
_DENIED: Final = FieldRule(Permission.ADMINISTER)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document.

    `fields` are its root fields; `permissions` what they ask of the user; `personal` whether any reads personal data.
    `ids` and `texts` are the root fields' arguments that name records or carry text to search for; `inputs` what is to be recorded.
    """

    type: OperationType
    name: str | None
    fields: tuple[str, ...]
    permissions: frozenset[Permission]
    personal: bool
    ids: tuple[tuple[str, ValueNode], ...]
    inputs: tuple[ValueNode, ...]
    texts: tuple[ValueNode, ...]
    defaults: Mapping[str, ValueNode]

    def asked(self, variables: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """The ids of records asked about, by the argument that names them."""
        found: dict[str, tuple[str, ...]] = {}
        given = (
            *((name, tuple(self._strings(value, variables))) for name, value in self.ids),
            *(named for value in self.inputs for named in self._named_in(value, variables)),
        )
        for name, ids in given:
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *ids)))
        return found

    def _named_in(self, value: ValueNode, variables: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The ids that an input names, by its fields."""
        match value:
            case VariableNode():
                name = value.name.value
                given = variables.get(name)
                if isinstance(given, Mapping):
                    for field, one in given.items():
                        if _names_a_record(field):
                            yield field, tuple(self._texts_of(one))
                elif name not in variables and (default := self.defaults.get(name)):
                    yield from self._named_in(default, variables)
            case ObjectValueNode():
                for part in value.fields:
                    if _names_a_record(part.name.value):
                        yield part.name.value, tuple(self._strings(part.value, variables))

    @staticmethod
    def _texts_of(given: Any) -> Iterator[str]:
        for one in given if isinstance(given, list) else (given,):
            if isinstance(one, str | int):
                yield str(one)

    def text_length(self, variables: Mapping[str, Any]) -> int:
        """How many characters of text are searched for; the text itself is personal data and goes nowhere."""
        return sum(len(text) for value in self.texts for text in self._strings(value, variables))

    def _strings(self, value: ValueNode | None, variables: Mapping[str, Any]) -> Iterator[str]:
        match value:
            case VariableNode():
                name = value.name.value
                if name not in variables:
                    yield from self._strings(self.defaults.get(name), variables)
                    return
                yield from self._texts_of(variables[name])
            case ListValueNode():
                for one in value.values:
                    yield from self._strings(one, variables)
            case StringValueNode():
                yield value.value
            case None:
                return
            case _:
                yield str(getattr(value, "value", ""))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may be executed, and its operations by name (None: without one)."""

    document: DocumentNode
    operations: Mapping[str | None, Operation]


class InvalidDocument(Exception):
    """The document cannot be parsed, or is not valid against the schema; `document` is what could be parsed."""

    def __init__(self, errors: list[GraphQLError], document: DocumentNode | None = None) -> None:
        super().__init__(len(errors))
        self.errors = errors
        self.document = document


class OperationTypeExists(ValidationRule):
    """A schema without mutations, or without subscriptions, takes no operation of that type.

    The rules of graphql-core look at nothing below an operation whose type the schema lacks, fragments included.
    """

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Report an operation of a type that the schema lacks."""
        if self.context.schema.get_root_type(node.operation) is None:
            message = f"Schema is not configured to execute {node.operation.value} operations."
            self.report_error(GraphQLError(message, node))


DOCUMENT_RULES: Final[tuple[type[ASTValidationRule], ...]] = (OperationTypeExists, *specified_rules)
"""What every document must be, whether it is executed or saved."""


class Documents:
    """Prepares documents for one schema, and keeps those that were good."""

    def __init__(self, schema: GraphQLSchema, *, production: bool) -> None:
        self._schema = schema
        self._production = production
        self._rules = [*DOCUMENT_RULES, NoSchemaIntrospectionCustomRule] if production else [*DOCUMENT_RULES]
        self._kept: OrderedDict[str, Prepared] = OrderedDict()
        self._characters = 0

    def prepare(self, text: str) -> Prepared:
        """The document with this text. Raises InvalidDocument, and TooComplex where it is larger than the limits."""
        prepared = self._kept.get(text)
        if prepared is not None:
            self._kept.move_to_end(text)
            return prepared
        prepared = self._read(text)
        if len(text) <= _KEPT_CHARACTERS // 10:
            self._kept[text] = prepared
            self._characters += len(text)
            while len(self._kept) > _KEPT or self._characters > _KEPT_CHARACTERS:
                forgotten, _ = self._kept.popitem(last=False)
                self._characters -= len(forgotten)
        return prepared

    def _read(self, text: str) -> Prepared:
        try:
            document = parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_TOKENS)
        except GraphQLSyntaxError as error:
            if error.message.endswith(_ABORTED):
                raise TooComplex(
                    f"The document is larger than can be read: {MAX_TOKENS} tokens, and nesting in proportion."
                ) from None
            raise InvalidDocument([error]) from None
        # Before validation, because validation takes time that grows with the square of a document's size. So these
        # limits bear with fragments that are unknown or that spread themselves.
        fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        _Limits(fragments).check(document, operations)
        errors = validate(
            self._schema, document, self._rules, max_errors=_MAX_ERRORS, hide_suggestions=self._production
        )
        if errors:
            raise InvalidDocument(errors, document)
        described = (_operation(node, fragments) for node in operations)
        return Prepared(document, {operation.name: operation for operation in described})


@dataclass(frozen=True, slots=True)
class _Size:
    depth: int = 0
    aliases: int = 0
    fields: int = 0


class _Limits:
    """Measures operations, each fragment once however often it is spread."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, _Size] = {}
        self._open: set[str] = set()
        self._written = 0

    def check(self, document: DocumentNode, operations: list[OperationDefinitionNode]) -> None:
        for fragment in self._fragments:
            self._fragment(fragment)
        for operation in operations:
            size = self._size(operation.selection_set)
            if size.depth > MAX_DEPTH:
                raise TooComplex(f"Fields are nested {size.depth} deep; {MAX_DEPTH} is the most.")
            if size.aliases > MAX_ALIASES:
                raise TooComplex(f"The operation has {size.aliases} aliases; {MAX_ALIASES} is the most.")
            if size.fields > MAX_SELECTED:
                raise TooComplex(f"The operation selects {size.fields} fields; {MAX_SELECTED} is the most.")
        if self._written > MAX_FIELDS or len(document.definitions) > MAX_FIELDS:
            raise TooComplex(f"The document holds {self._written} fields; {MAX_FIELDS} is the most.")

    def _size(self, selections: SelectionSetNode | None) -> _Size:
        depth = aliases = fields = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FragmentSpreadNode):
                inner, deeper = self._fragment(node.name.value), 0
                self._written += 1
            else:
                inner = self._size(node.selection_set)  # type: ignore[attr-defined]
                deeper = 0
                if isinstance(node, FieldNode):
                    self._written += 1
                    deeper = 1
                    inner = _Size(inner.depth, inner.aliases + (node.alias is not None), inner.fields + 1)
            depth = max(depth, inner.depth + deeper)
            aliases += inner.aliases
            fields += inner.fields
        return _Size(depth, aliases, fields)

    def _fragment(self, name: str) -> _Size:
        fragment = self._fragments.get(name)
        if fragment is None or name in self._open:
            return _Size()
        if name not in self._known:
            self._open.add(name)
            self._known[name] = self._size(fragment.selection_set)
            self._open.remove(name)
        return self._known[name]


def _operation(node: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Operation:
    fields = list(_root_fields(node.selection_set, fragments))
    names = tuple(dict.fromkeys(field.name.value for field in fields))
    rules = [ROOT_FIELDS.get(name, _DENIED) for name in names]
    arguments = [(argument.name.value, argument.value) for field in fields for argument in field.arguments]
    return Operation(
        type=node.operation,
        name=node.name.value if node.name else None,
        fields=names,
        permissions=frozenset(rule.permission for rule in rules),
        personal=any(rule.personal for rule in rules),
        ids=tuple((name, value) for name, value in arguments if name in _ID_ARGUMENTS),
        inputs=tuple(value for name, value in arguments if name in _INPUT_ARGUMENTS),
        texts=tuple(value for name, value in arguments if name in _TEXT_ARGUMENTS),
        defaults={
            variable.variable.name.value: variable.default_value
            for variable in node.variable_definitions or ()
            if variable.default_value is not None
        },
    )


def _names_a_record(field: str) -> bool:
    """Whether a field of an input names records: `id`, `fromId` …, and those whom a decision protects."""
    return field == "id" or field.endswith("Id") or field == "protects"


def _root_fields(selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode]) -> Iterator[FieldNode]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            yield from _root_fields(fragments[node.name.value].selection_set, fragments)
        else:
            yield from _root_fields(node.selection_set, fragments)  # type: ignore[attr-defined]
