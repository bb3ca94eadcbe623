package dev.forebay.bench.virtual;

import dev.forebay.pool.Metering;
import dev.forebay.providers.Provider;
import dev.forebay.simulator.limit.Dimension;

/** The form in which clients and provider speak, and with it what is charged, and when. */
enum Form {
    /** Input and output are charged apart, output as it is produced. */
    ANTHROPIC("claude-virtual", Dimension.INPUT_TOKENS),

    /** Both kinds of tokens are charged together when the call arrives, by its characters or by what it allows for the answer. */
    OPENAI("gpt-virtual", Dimension.TOKENS);

    private static final long CHARACTERS_PER_TOKEN = 4;

    private final String model;
    private final Dimension largest;

    Form(String model, Dimension largest) {
        this.model = model;
        this.largest = largest;
    }

    /** How requests are written and answers read. */
    Provider wire() {
        return this == OPENAI ? Provider.openAi() : Provider.anthropic();
    }

    /** What clients take to be charged. */
    Metering metering() {
        return this == OPENAI ? Metering.UP_FRONT : Metering.AS_PRODUCED;
    }

    /** The model that is asked. */
    String model() {
        return model;
    }

    /** Where requests go. */
    String route() {
        return "/v1" + wire().path();
    }

    /** The limit that most of the documents are measured by. */
    Dimension largest() {
        return largest;
    }

    /** What a document is charged to the total tokens, where those are limited; the frame, some ten tokens, left out. */
    static long upFront(Document document) {
        return Math.max(document.bytes() / CHARACTERS_PER_TOKEN, Workload.MAX_TOKENS);
    }
}
