package dev.forebay.spring;

import dev.forebay.micrometer.ForebayMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The metrics of the pools, where Spring Boot has a registry, which it binds them to by itself. Stateless. */
@AutoConfiguration(after = {ForebayAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, CompositeMeterRegistryAutoConfiguration.class})
@ConditionalOnBean({MeterRegistry.class, PoolsByProperty.class})
public class ForebayMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ForebayMetrics forebayMetrics(PoolsByProperty pools) {
        return new ForebayMetrics(pools.forebay());
    }
}
