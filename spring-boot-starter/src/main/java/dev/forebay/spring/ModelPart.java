package dev.forebay.spring;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Reads what a model of Spring AI was built with, where it has no getter for it. Stateless. */
final class ModelPart {

    private ModelPart() {}

    /** The value of a private field. */
    static <T> T of(Object model, String field, Class<T> type) {
        T value = orNull(model, field, type);
        if (value == null) {
            throw unknown(model, field, null);
        }
        return value;
    }

    static <T> @Nullable T orNull(Object model, String field, Class<T> type) {
        try {
            Field part = model.getClass().getDeclaredField(field);
            part.setAccessible(true);
            return type.cast(part.get(model));
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            throw unknown(model, field, otherVersion);
        }
    }

    /** Better no start than a model that is not limited and looks as if it were. */
    private static IllegalStateException unknown(Object model, String field, @Nullable Exception cause) {
        return new IllegalStateException(
                "this " + model.getClass().getSimpleName() + " has no " + field
                        + " that can be read: Forebay's starter is"
                        + " made for Spring AI 2.0.x. Use that, or a newer starter, or set forebay.enabled=false",
                cause);
    }
}
