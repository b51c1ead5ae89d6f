"""The API's documentation: the OpenAPI document, a page to read it with, and every error code."""
