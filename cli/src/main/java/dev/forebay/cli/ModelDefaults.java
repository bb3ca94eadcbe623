package dev.forebay.cli;

import dev.forebay.providers.Provider;

/** The models that are asked unless told otherwise: the small ones, as a bill that surprises is worse. Stateless. */
final class ModelDefaults {

    static final String ANTHROPIC = "claude-haiku-4-5";
    static final String OPENAI = "gpt-6-luna";

    private ModelDefaults() {}

    static String of(Provider provider) {
        return provider.equals(Provider.anthropic()) ? ANTHROPIC : OPENAI;
    }
}
