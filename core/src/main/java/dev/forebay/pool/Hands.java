package dev.forebay.pool;

import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Who runs the code of asynchronous calls. Immutable.
 *
 * @param executor where it runs
 * @param context what it takes along from its caller's thread
 */
record Hands(Executor executor, UnaryOperator<Runnable> context) {}
