package dev.forebay.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void stepsOfManyThreadsNeverOverlap() throws Exception {
        Turns turns = new Turns(Runnable::run, error -> {
            throw new AssertionError(error);
        });
        int threads = 4;
        int steps = 20_000;
        int[] unguarded = new int[1];
        CountDownLatch ended = new CountDownLatch(threads * steps);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                for (int step = 0; step < steps; step++) {
                    turns.take(() -> {
                        unguarded[0]++;
                        ended.countDown();
                    });
                }
            });
            all.add(thread);
            thread.start();
        }
        assertTrue(ended.await(30, TimeUnit.SECONDS));
        for (Thread thread : all) {
            thread.join();
        }
        assertEquals(threads * steps, unguarded[0]);
    }

    @Test
    void aStepThatThrowsIsToldAndTheNextOneRuns() {
        List<String> told = new ArrayList<>();
        Turns turns = new Turns(Runnable::run, error -> told.add(String.valueOf(error.getMessage())));
        turns.take(() -> {
            turns.take(() -> told.add("next"));
            throw new IllegalStateException("planted by a test");
        });
        assertEquals(List.of("planted by a test", "next"), told);
    }

    @Test
    void anExecutorThatHasEndedStopsNothing() {
        List<String> ran = new ArrayList<>();
        Turns turns = new Turns(
                task -> {
                    throw new RejectedExecutionException();
                },
                error -> ran.add("error"));
        turns.take(() -> ran.add("step"));
        turns.take(() -> ran.add("step"));
        assertEquals(List.of("step", "step"), ran);
    }
}
