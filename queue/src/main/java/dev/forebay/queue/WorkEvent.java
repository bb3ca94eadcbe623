package dev.forebay.queue;

import java.time.Duration;

/** What happened to a job while it was worked on. Immutable. */
public sealed interface WorkEvent {

    /** The job. */
    String jobId();

    /** A call starts; its attempt is counted from 1. */
    record Called(String jobId, int attempt) implements WorkEvent {}

    /** The result is committed. */
    record Succeeded(String jobId) implements WorkEvent {}

    /** The provider said wait; no attempt was used. */
    record Throttled(String jobId, String reason, Duration delay) implements WorkEvent {}

    /** An attempt failed; the next one comes after the delay. */
    record Retrying(String jobId, String reason, int attempt, Duration delay) implements WorkEvent {}

    /** The result could not be saved; the save is tried again after the delay. */
    record SaveRetrying(String jobId, String reason, Duration delay) implements WorkEvent {}

    /** The job was given up. */
    record Dead(String jobId, String reason) implements WorkEvent {}

    /** The job is held, because its pool stopped. */
    record Held(String jobId, String reason) implements WorkEvent {}

    /** The job was given back unsent, or its call was broken off. */
    record GivenBack(String jobId, String reason) implements WorkEvent {}

    /** The lease was lost; the answer, if one still comes, is adopted unless another came first. */
    record LeaseLost(String jobId) implements WorkEvent {}

    /** A lease had run out, and the job is ready again. */
    record Reaped(String jobId) implements WorkEvent {}
}
