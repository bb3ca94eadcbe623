package dev.forebay.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the pools, unless {@code management.health.forebay.enabled=false}. Stateless. */
@AutoConfiguration(after = ForebayAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(PoolsByProperty.class)
@ConditionalOnEnabledHealthIndicator("forebay")
public class ForebayHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "forebayHealthIndicator")
    HealthIndicator forebayHealthIndicator(PoolsByProperty pools) {
        return new ForebayHealthIndicator(pools);
    }
}
