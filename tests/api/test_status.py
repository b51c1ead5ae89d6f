"""GET …/status: an author's view of a comment, for the holder of its token only."""

from flask.testing import FlaskClient

from service.domain.ids import new_id
from tests.support.submissions import a_submission, send


def status(client: FlaskClient, comment_id: str, token: str) -> tuple[int, str]:
    """Status and code of a refused look."""
    reply = client.get(f"/v1/comments/{comment_id}/status", headers={"Authorization": f"Bearer {token}"})
    return reply.status_code, reply.get_json()["code"]


class TestStatus:
    def test_the_token_opens_it(self, client: FlaskClient):
        receipt = send(client).get_json()
        reply = client.get(receipt["status_url"], headers={"Authorization": f"Bearer {receipt['token']}"})
        assert (reply.status_code, reply.get_json()["state"]) == (200, "pending")

    def test_a_wrong_token_does_not(self, client: FlaskClient):
        mine = send(client).get_json()
        assert status(client, mine["id"], "ct_" + "x" * 32) == (401, "token.wrong")

    def test_another_comments_token_does_not(self, client: FlaskClient):
        mine, other = send(client).get_json(), send(client, a_submission(body="رأي آخر")).get_json()
        assert status(client, mine["id"], other["token"]) == (401, "token.wrong")

    def test_an_unknown_comment_looks_like_a_wrong_token(self, client: FlaskClient):
        token = send(client).get_json()["token"]
        assert status(client, new_id("cmt"), token) == (401, "token.wrong")
