package dev.forebay.simulator.wire;

import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply.Answer;
import dev.forebay.simulator.limit.Limits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The addresses at which an administrator reads the limits of an account, in each provider's form: an admin key is wanted,
 * and keys of another kind are refused as the providers do. Implementations are stateless.
 */
public sealed interface AdminWire permits AnthropicAdmin, OpenAiAdmin {

    /**
     * The account whose limits are told. Immutable.
     *
     * @param limits of each model
     * @param models that exist; empty if any does
     * @param key the only admin key that is taken; empty if any of the right kind is
     * @param pageSize entries of a page, unless the request says so; empty for the provider's own
     */
    record Account(Limits limits, Set<String> models, Optional<String> key, OptionalInt pageSize) {

        /** Copies the models. */
        public Account {
            models = Set.copyOf(models);
        }

        boolean takes(Optional<String> given, String kind) {
            return given.filter(value -> value.startsWith(kind)).isPresent() && (key.isEmpty() || key.equals(given));
        }
    }

    /** The form that is spoken at a path; empty if it is not one of an administrator. */
    static Optional<AdminWire> at(String route) {
        return List.of(new AnthropicAdmin(), new OpenAiAdmin()).stream()
                .filter(wire -> wire.serves(route))
                .findFirst();
    }

    /** Whether a key is an administrator's, with which no model can be asked. */
    static boolean isAdminKey(String key) {
        return key.startsWith(AnthropicAdmin.KEY_KIND) || key.startsWith(OpenAiAdmin.KEY_KIND);
    }

    /** Whether it is an address of this form. */
    boolean serves(String route);

    /**
     * What is answered.
     *
     * @throws RejectedRequest if the request cannot be understood, or the key is refused
     */
    Answer answer(RawRequest request, Account account, Envelope envelope) throws RejectedRequest;
}
