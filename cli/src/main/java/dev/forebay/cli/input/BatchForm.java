package dev.forebay.cli.input;

import dev.forebay.providers.Provider;

/**
 * The form of a provider's Batch API, and what all lines of a batch share. Immutable.
 *
 * @param provider whose form it is
 * @param path the endpoint, without the version, such as {@code /chat/completions}
 * @param model the provider's name of the model
 */
public record BatchForm(Provider provider, String path, String model) {

    /** Whether the lines are Anthropic's: {@code {"custom_id","params"}}. */
    public boolean isAnthropic() {
        return provider.equals(Provider.anthropic());
    }

    /** The endpoint as a line names it, such as {@code /v1/chat/completions}. */
    public String url() {
        return VERSION + path;
    }

    static final String VERSION = "/v1";
}
