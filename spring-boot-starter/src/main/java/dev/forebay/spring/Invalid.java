package dev.forebay.spring;

import java.util.function.Supplier;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Wrong values of properties, so that Spring Boot names the property, where it stands, and what is allowed. Stateless. */
final class Invalid {

    private Invalid() {}

    static InvalidConfigurationPropertyValueException value(String property, Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(property, value, reason);
    }

    /** What reads the value; an {@link IllegalArgumentException} of it says why it is wrong. */
    static <T> T orRead(String property, Object value, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException wrong) {
            throw value(property, value, String.valueOf(wrong.getMessage()));
        }
    }
}
