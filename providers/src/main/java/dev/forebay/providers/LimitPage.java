package dev.forebay.providers;

import java.util.List;
import java.util.Optional;

/**
 * One page of an admin endpoint's list. Immutable.
 *
 * @param groups what it lists of models; whatever else it lists is left out
 * @param next where the next page begins; empty if this is the last one
 */
record LimitPage(List<LimitGroup> groups, Optional<String> next) {

    LimitPage {
        groups = List.copyOf(groups);
    }
}
