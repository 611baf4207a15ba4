"""Every setting, read once from the environment (`GRAPH_SERVICE_…`).

The README's table of settings is compared with this class by a test: a setting's description is its help.
"""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph_service.errors import WrongUse


class Environment(StrEnum):
    """Where the service runs; production refuses development conveniences."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class CaseAccess(StrEnum):
    """Who may open a case."""

    ALL = "all"
    MEMBERS = "members"


def _described(text: str) -> object:
    return Field(description=text)


class Settings(BaseSettings):
    """The one frozen set of settings. Folders are absolute paths, times are in the unit the name gives."""

    model_config = SettingsConfigDict(env_prefix="GRAPH_SERVICE_", frozen=True, extra="ignore")

    home: Annotated[Path, _described("Folder for all the service keeps: store, keys, audit log")] = (
        Path.home() / ".graph-service"
    )
    cache: Annotated[Path, _described("Folder for downloads, shared by every home")] = (
        Path.home() / ".cache" / "graph-service"
    )
    host: Annotated[
        str, _described("Address to serve on; where users sign in without OpenID Connect, one of this machine alone")
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535), _described("Port to serve on; 0 takes a free one")] = 8000
    environment: Annotated[Environment, _described("`development` or `production`")] = Environment.DEVELOPMENT
    case_access: Annotated[
        CaseAccess | None,
        _described("`all` opens every case, `members` only to its members; default `all` in development only"),
    ] = None
    token_key: Annotated[
        SecretStr | None,
        _described("Key that signs bearer tokens; default: generated and kept in the home"),
    ] = None

    audit_anchor: Annotated[
        Path | None,
        _described("One more file, best on another machine's disk, that says how far the audit log has come"),
    ] = None

    public_url: Annotated[
        str | None,
        _described("Address at which browsers reach the service, e.g. `https://…`; default: as they name it"),
    ] = None
    oidc_issuer: Annotated[
        str | None, _described("Issuer of the OpenID Connect provider by which users sign in; required in production")
    ] = None
    oidc_client_id: Annotated[str | None, _described("Id of the service as a client of that provider")] = None
    oidc_client_secret: Annotated[SecretStr | None, _described("Secret of that client")] = None
    oidc_scope: Annotated[str, _described("What the service asks that provider for")] = "openid profile"
    oidc_user_claim: Annotated[str, _described("Claim that names the user, in the audit log and on pages")] = (
        "preferred_username"
    )
    oidc_role_claim: Annotated[
        str, _described("Claim that holds the user's one role; a dot leads into a claim within a claim")
    ] = "role"
    oidc_clearance_claim: Annotated[
        str, _described("Claim that is true of users who may see what sources with handling `C` say")
    ] = "clearance"
    oidc_cases_claim: Annotated[
        str, _described("Claim that lists the ids of the offenders whose cases are open to the user")
    ] = "cases"

    head_timeout_s: Annotated[float, Field(gt=0), _described("Seconds in which the head of a request must arrive")] = (
        10.0
    )
    body_timeout_s: Annotated[float, Field(gt=0), _described("Seconds in which its body must arrive")] = 30.0
    requests_per_minute: Annotated[
        int | None,
        Field(ge=1),
        _described("Requests of one user in a minute, for each worker; default 60000, in production 1200"),
    ] = None

    neo4j_uri: Annotated[
        str | None, _described("Attach to this server instead of starting the local one, e.g. `neo4j+s://…`")
    ] = None
    neo4j_user: Annotated[str, _described("User on that server")] = "neo4j"
    neo4j_password: Annotated[SecretStr | None, _described("Password on that server")] = None
    neo4j_database: Annotated[str, _described("Database on the server")] = "neo4j"
    neo4j_heap_mb: Annotated[
        int | None,
        Field(ge=256),
        _described("Most heap of the local Neo4j in MiB, taken as needed; default: half the memory, up to 12288"),
    ] = None
    neo4j_page_cache_mb: Annotated[
        int | None,
        Field(ge=64),
        _described("Page cache of the local Neo4j in MiB; default: a sixteenth of the memory"),
    ] = None
    neo4j_bolt_port: Annotated[
        int, Field(ge=0, le=65535), _described("Port of the local Neo4j; 0 takes a free one")
    ] = 0
    neo4j_start_timeout_s: Annotated[float, Field(gt=0), _described("Seconds the local Neo4j may take to answer")] = (
        120.0
    )
    maven_mirror: Annotated[
        str | None, _described("Repository to fetch the Neo4j artifacts from; default: the fetcher's own")
    ] = None

    query_timeout_s: Annotated[float, Field(gt=0), _described("Seconds one question to Neo4j may take")] = 30.0
    path_timeout_s: Annotated[float, Field(gt=0), _described("Seconds a search for paths may take")] = 2.0
    network_nodes: Annotated[int, Field(ge=1), _described("Most records that one network shows")] = 200
    network_fan_out: Annotated[
        int, Field(ge=1), _described("Most records that a network follows from any record but its centre")
    ] = 50
    history_timeout_s: Annotated[
        float, Field(gt=0), _described("Seconds a question to Neo4j about an earlier state of knowledge may take")
    ] = 60.0
    pool_size: Annotated[int, Field(ge=1), _described("Connections to Neo4j kept by one worker")] = 64

    recent_days: Annotated[int, Field(ge=0), _described("Days after its end for which a link is recent")] = 90
    forthcoming_days: Annotated[
        int, Field(ge=0), _described("Days before its beginning from which a link is forthcoming")
    ] = 84
    near_site_m: Annotated[float, Field(gt=0), _described("Metres within which a site for children is near")] = 200
    near_victim_m: Annotated[float, Field(gt=0), _described("Metres within which a prior victim's place is near")] = 500
    seen_near_m: Annotated[
        float, Field(gt=0), _described("Metres of a sighting that make a site for children targeted")
    ] = 50
    small_building_dwellings: Annotated[
        int, Field(ge=1), _described("Dwellings up to which sharing a building counts person by person")
    ] = 20
    long_stay_hours: Annotated[
        int, Field(ge=1), _described("Hours from which a stay in a household counts as overnight")
    ] = 12

    expected_days: Annotated[int, Field(ge=0), _described("Days before a birth from which a child is expected")] = 280
    enquiry_days: Annotated[int, Field(ge=1), _described("Days after which an enquiry should have been answered")] = 10
    notification_days: Annotated[
        int, Field(ge=1), _described("Days, the first counted, within which a change of address must be notified")
    ] = 3

    gaps_wait: Annotated[
        bool,
        _described("Whether gaps in the file, as an enquiry not answered or a report too weak, are among what waits"),
    ] = True

    @property
    def most_requests_per_minute(self) -> int:
        """How often one user may ask in a minute."""
        if self.requests_per_minute is not None:
            return self.requests_per_minute
        return 1_200 if self.environment is Environment.PRODUCTION else 60_000

    @property
    def opens_every_case(self) -> bool:
        """Whether cases are open to everyone with a role that reads cases."""
        if self.case_access is None:
            return self.environment is Environment.DEVELOPMENT
        return self.case_access is CaseAccess.ALL


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Read the environment; a bad value is WrongUse naming the variable and what was expected."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "GRAPH_SERVICE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise WrongUse(f"{name} is not acceptable: {first['msg']}.") from None
