package dev.forebay.spring;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in one line which property under {@code forebay} there is not, and what those are that there are. Stateless.
 *
 * <p>Before Spring Boot's own, whose words do not say that a name with a dot is two names.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("forebay");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, UnboundConfigurationPropertiesException cause) {
        String names = cause.getUnboundProperties().stream()
                .map(ConfigurationProperty::getName)
                .filter(PREFIX::isAncestorOf)
                .map(ConfigurationPropertyName::toString)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? null
                : new FailureAnalysis(
                        "There is no property " + names + ".",
                        "Use forebay.enabled, forebay.limits, forebay.budget, forebay.max-attempts, or"
                                + " forebay.pools.NAME.limits, .price or .provider; a NAME with a dot needs brackets:"
                                + " forebay.pools[gpt-4.1-mini].limits",
                        cause);
    }
}
