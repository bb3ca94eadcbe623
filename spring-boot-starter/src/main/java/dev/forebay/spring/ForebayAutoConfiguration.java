package dev.forebay.spring;

import dev.forebay.Forebay;
import dev.forebay.retry.RetryPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A {@link Forebay} from the properties, unless there is one already, and the pools that the properties name. Stateless.
 *
 * <p>With {@code forebay.enabled=false} nothing is done, and no other property is read.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "forebay.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ForebayProperties.class)
public class ForebayAutoConfiguration {

    @Bean
    PoolsByProperty forebayPools(
            Forebay forebay, ForebayProperties properties, ObjectProvider<ForebayDrain> madeFromProperties) {
        Integer attempts = properties.maxAttempts();
        if (attempts != null && madeFromProperties.stream().findAny().isEmpty()) {
            throw Invalid.value(
                    "forebay.max-attempts",
                    attempts,
                    "there is a Forebay bean of your own, which it cannot change: set Forebay.builder().retryPolicy(...)"
                            + " there, and leave the property out");
        }
        return new PoolsByProperty(forebay, properties);
    }

    /** The one from the properties; it ends with the context, one of the user's own does not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(Forebay.class)
    static class Made {

        @Bean
        Forebay forebay(ForebayProperties properties) {
            Integer attempts = properties.maxAttempts();
            RetryPolicy policy = attempts == null
                    ? RetryPolicy.DEFAULT
                    : Invalid.orRead(
                            "forebay.max-attempts", attempts, () -> RetryPolicy.DEFAULT.withMaxAttempts(attempts));
            return Forebay.builder().retryPolicy(policy).build();
        }

        @Bean
        ForebayDrain forebayDrain(Forebay forebay) {
            return new ForebayDrain(forebay);
        }
    }
}
