package dev.forebay.pool;

import java.time.Duration;

/**
 * What a call would meet that joined the line now. Immutable.
 *
 * @param position 1 for the first in the line
 * @param startsIn in what time it would start, by the limits alone: what others use on the key is reckoned in, what is released
 *     by calls in flight is not
 * @param binding what it would wait for longest; empty if nothing
 */
public record Outlook(int position, Duration startsIn, String binding) {}
