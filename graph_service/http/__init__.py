"""The service over HTTP: GraphQL, sign-in, and what surrounds every answer."""
