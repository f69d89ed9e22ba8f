"""The endpoints by which a bot answers interactions: callbacks and follow-ups."""

from __future__ import annotations

from aiohttp import web

from tests.loopback import replies
from tests.loopback.exchange import Answer, Exchange, Kind, Refused
from tests.loopback.messages import Message, Sent
from tests.loopback.replies import DiscordError, nothing, reply
from tests.loopback.state import State
from tests.loopback.world import EPHEMERAL, LOADING, Json

_FITTING = {
    Kind.COMMAND: {Answer.MESSAGE, Answer.THINKING, Answer.MODAL},
    Kind.COMPONENT: {*Answer} - {Answer.CHOICES},
    Kind.AUTOCOMPLETE: {Answer.CHOICES},
    Kind.MODAL: {Answer.MESSAGE, Answer.THINKING, Answer.SILENT, Answer.UPDATE},
}
_ON_A_MESSAGE = {Answer.SILENT, Answer.UPDATE}


class Answers:
    """Takes what a bot says to interactions, by Discord's rules of when and how often."""

    def __init__(self, state: State) -> None:
        self._state = state

    # --- the first answer ------------------------------------------------------------------

    def callback(self, request: web.Request, sent: Sent) -> web.Response:
        """Take the first answer to an interaction.

        Raises:
            DiscordError: 10062 when it is unknown or three seconds are over, 40060 when it was
                answered before, 50035 when this answer does not fit it.
        """
        exchange = self._state.exchanges.get(request.match_info["token"])
        if exchange is None or str(exchange.id) != request.match_info["id"]:
            raise DiscordError(*replies.UNKNOWN_INTERACTION)
        try:
            original = self._accept(exchange, sent)
        except DiscordError as refusal:
            exchange.refusals.append(Refused(refusal.status, refusal.code))
            raise
        exchange.acknowledged(sent, original)
        if request.query.get("with_response") not in ("1", "true"):
            return nothing()
        return reply(self._callback_response(exchange))

    def _accept(self, exchange: Exchange, sent: Sent) -> Message | None:
        if exchange.callback is not None:
            raise DiscordError(*replies.ALREADY_ACKNOWLEDGED)
        if exchange.too_late:
            raise DiscordError(*replies.UNKNOWN_INTERACTION)
        answer = Answer(sent.body["type"])
        fits = answer in _FITTING[exchange.kind]
        if not fits or (answer in _ON_A_MESSAGE and exchange.source is None):
            raise replies.invalid_form([f"type: {answer} does not fit {exchange.kind!r}"])
        if answer in (Answer.MODAL, Answer.CHOICES):
            return None
        body = Sent(sent.body.get("data") or {}, sent.files)
        if answer is Answer.UPDATE and exchange.source is not None:
            exchange.source.fill(body, edit=True)
        if answer in _ON_A_MESSAGE:
            return exchange.source
        return self._made(exchange, body, thinking=answer is Answer.THINKING)

    def _made(self, exchange: Exchange, sent: Sent, *, thinking: bool = False) -> Message:
        message = Message(exchange.channel, self._state.bot)
        message.extra = self._origin(exchange)
        message.fill(sent)
        if thinking:
            message.flags |= LOADING
        elif not (message.content or message.embeds or message.components or message.files):
            raise DiscordError(*replies.EMPTY_MESSAGE)
        return self._state.keep(message)

    def _origin(self, exchange: Exchange) -> Json:
        application = str(self._state.bot.id)
        return {
            "application_id": application,
            "webhook_id": application,
            "interaction_metadata": _metadata(exchange),
        }

    def _callback_response(self, exchange: Exchange) -> Json:
        interaction: Json = {"id": str(exchange.id), "type": int(exchange.kind)}
        original, answer = exchange.original, exchange.answer
        if original is None or answer is None:
            return {"interaction": interaction}
        interaction |= {
            "response_message_id": str(original.id),
            "response_message_loading": original.loading,
            "response_message_ephemeral": original.ephemeral,
            "channel_id": str(original.channel.id),
        }
        if original.channel.guild is not None:
            interaction["guild_id"] = str(original.channel.guild.id)
        if answer not in (Answer.MESSAGE, Answer.UPDATE):
            return {"interaction": interaction}
        resource = {"type": int(answer), "message": original.payload()}
        return {"interaction": interaction, "resource": resource}

    # --- what is said after it ---------------------------------------------------------------

    def follow_up(self, request: web.Request, sent: Sent) -> web.Response:
        """Take a follow-up; after "thinking" the first one takes that message's place.

        Raises:
            DiscordError: 10015 before the first answer, 50027 when the fifteen minutes are over.
        """
        exchange = self._exchange(request)
        original = exchange.original
        if original is not None and original.loading and not original.deleted:
            hidden = original.flags & EPHEMERAL
            original.fill(sent)
            original.flags = (original.flags & ~EPHEMERAL) | hidden
            message = original
        else:
            message = self._made(exchange, sent)
        exchange.followed_up(message)
        return reply(message.payload())

    def shown(self, request: web.Request, sent: Sent) -> web.Response:
        """Return one of the messages that answered."""
        return reply(self._message(self._exchange(request), request).payload())

    def edit(self, request: web.Request, sent: Sent) -> web.Response:
        """Change one of the messages that answered."""
        exchange = self._exchange(request)
        message = self._message(exchange, request)
        message.fill(sent, edit=True)
        exchange.edited(sent.body)
        return reply(message.payload())

    def delete(self, request: web.Request, sent: Sent) -> web.Response:
        """Delete one of the messages that answered."""
        self._message(self._exchange(request), request).deleted = True
        return nothing()

    def _exchange(self, request: web.Request) -> Exchange:
        exchange = self._state.exchanges.get(request.match_info["token"])
        ours = request.match_info["application"] == str(self._state.bot.id)
        if exchange is None or exchange.callback is None or not ours:
            raise DiscordError(*replies.UNKNOWN_WEBHOOK)
        if exchange.token_is_over:
            raise DiscordError(*replies.INVALID_WEBHOOK_TOKEN)
        return exchange

    def _message(self, exchange: Exchange, request: web.Request) -> Message:
        wanted = request.match_info["message"]
        made = [exchange.original, *exchange.followups]
        for message in (one for one in made if one is not None and not one.deleted):
            if wanted == str(message.id) or (wanted == "@original" and message is made[0]):
                return message
        raise DiscordError(*replies.UNKNOWN_MESSAGE)


def _metadata(exchange: Exchange) -> Json:
    owners = "authorizing_integration_owners"
    metadata: Json = {
        "id": str(exchange.id),
        "type": int(exchange.kind),
        "user": exchange.user.payload(),
        owners: exchange.interaction[owners],
    }
    if exchange.kind is Kind.COMMAND:
        metadata |= {"name": exchange.interaction["data"]["name"], "command_type": 1}
    elif exchange.kind is Kind.MODAL:
        metadata["triggering_interaction_metadata"] = _trigger(exchange, metadata)
    elif exchange.source is not None:
        metadata["interacted_message_id"] = str(exchange.source.id)
    return metadata


def _trigger(exchange: Exchange, metadata: Json) -> Json:
    """Return who opened a form; a command, where a test sends one that nobody opened here."""
    if exchange.opener is not None:
        return _metadata(exchange.opener)
    return metadata | {"type": int(Kind.COMMAND), "name": "earlier", "command_type": 1}
