package dev.forebay.simulator;

import java.util.Locale;

/** Which headers about limits a provider sends. Real ones have been seen in all three moods. */
public enum HeaderProfile {
    /** All of them. */
    ALL,
    /** None about requests. */
    NO_REQUESTS,
    /** None at all. */
    NONE;

    /**
     * Reads {@code all}, {@code no-requests} or {@code none}.
     *
     * @throws IllegalArgumentException if the text is another one
     */
    public static HeaderProfile parse(String text) {
        for (HeaderProfile profile : values()) {
            if (profile.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text.strip())) {
                return profile;
            }
        }
        throw new IllegalArgumentException("header profile is '" + text + "'; allowed are all, no-requests and none");
    }
}
