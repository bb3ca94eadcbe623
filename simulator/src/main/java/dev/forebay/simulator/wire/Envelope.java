package dev.forebay.simulator.wire;

import dev.forebay.simulator.meter.Reading;
import dev.forebay.simulator.time.Chance;
import java.time.Instant;
import java.util.List;

/**
 * What surrounds an answer. Immutable but for its chance.
 *
 * @param requestId the provider's name for the call
 * @param model as the client wrote it
 * @param wall when the headers are sent
 * @param readings what the headers say about the limits; empty if they say nothing
 * @param chance for what differs from answer to answer
 */
public record Envelope(String requestId, String model, Instant wall, List<Reading> readings, Chance chance) {}
