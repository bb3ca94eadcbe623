package dev.forebay.cli.run;

import dev.forebay.cli.exit.ExitStatus;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.RequestBounds;
import dev.forebay.cli.output.FailedFile;
import dev.forebay.cli.output.ResultsFile;
import dev.forebay.cli.progress.Console;
import dev.forebay.cli.progress.Figures;
import dev.forebay.cli.progress.Progress;
import dev.forebay.cli.progress.Reporter;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.signals.Interrupts;
import dev.forebay.cli.store.PauseMark;
import dev.forebay.cli.store.Stores;
import dev.forebay.pool.Pool;
import dev.forebay.providers.http.Transport;
import dev.forebay.queue.InMemoryJobStore;
import dev.forebay.queue.JobQueue;
import dev.forebay.queue.JobQueueBuilder;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.Work;
import dev.forebay.queue.WorkEnd;
import dev.forebay.queue.WorkEvent;
import dev.forebay.retry.RetryPolicy;
import dev.forebay.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * One run: puts the input into the store, drains the store through the pool, copies the results to their file. Used once, by
 * one thread, which waits for the end; the work itself goes on in callbacks.
 */
public final class Run {

    /** Sooner than this, or with fewer answers, a rate is a guess. */
    private static final Duration RATE_AFTER = Duration.ofSeconds(3);

    private static final int RATE_ANSWERS = 10;

    /** The steps of all runs of the process: short ones, which block nobody and so need no more than one thread. */
    private static final Executor STEPS = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "forebay-work");
        thread.setDaemon(true);
        return thread;
    });

    private final RunSettings settings;
    private final Clock clock;
    private final Reporter reporter;
    private final RunSummary summary;
    private final StopSwitch stop;
    private final long begunNanos;

    /**
     * A run.
     *
     * @param console where progress, complaints and the summary go
     */
    public Run(RunSettings settings, Clock clock, Console console) {
        this.settings = settings;
        this.clock = clock;
        this.reporter = new Reporter(clock, Progress.of(settings.progress(), console.err(), console.terminal()));
        this.summary = new RunSummary(settings, console);
        this.stop = new StopSwitch(reporter::say);
        this.begunNanos = clock.nanoTime();
    }

    /**
     * Runs to the end.
     *
     * @return the exit status
     * @throws UserException for what the user can mend
     */
    public int execute() throws InterruptedException {
        requireNotPaused();
        Interrupts.onSignal(clock, stop::interrupted);
        settings.pace().told().map(LimitView::told).ifPresent(reporter::say);
        // The client of HTTP reads all certificates of the machine: that takes as long as the input, so both at once.
        CompletableFuture<Transport> transport = CompletableFuture.supplyAsync(() -> PoolSetup.transport(clock));
        FreshFiles fresh = FreshFiles.before(settings.files());
        try (JobStore store = openStore();
                ResultsFile file = ResultsFile.open(store, settings.files().results(), reporter::say)) {
            Intake.Report intake = new Intake(settings, store, reporter::say).readAll();
            Stores.await(store.unholdAll());
            return drain(store, file, intake, transport);
        } catch (UserException refused) {
            fresh.takeBack();
            throw refused;
        } finally {
            reporter.close();
        }
    }

    private JobStore openStore() {
        Optional<Path> file = settings.files().store();
        return file.isPresent() ? Stores.openOrCreate(file.get()) : new InMemoryJobStore(clock);
    }

    private void requireNotPaused() {
        settings.files().store().filter(store -> PauseMark.of(store).isSet()).ifPresent(store -> {
            throw new UserException(
                    ExitStatus.HELD,
                    "paused: no calls are started on " + store + "; `forebay resume --store " + store
                            + "`, and then the same command again");
        });
    }

    private int drain(JobStore store, ResultsFile file, Intake.Report intake, CompletableFuture<Transport> transport)
            throws InterruptedException {
        Tally tally = new Tally(clock, settings.pace().price(), Stores.await(store.counts()));
        Pool pool = PoolSetup.open(settings, store, clock, tally);
        Publisher publisher = new Publisher(clock, file, stop::diskFailed);
        JobQueueBuilder options = JobQueue.builder(store)
                .clock(clock)
                .retryPolicy(RetryPolicy.DEFAULT.withMaxAttempts(settings.pace().attemptsMax()))
                .executor(STEPS)
                .listener(event -> happened(event, tally, publisher));
        settings.pace().price().ifPresent(options::price);
        CallHandler handler =
                new CallHandler(settings.form(), transport.join(), bounds(intake), Results.refusals(settings, store));
        Work work = options.build().work(pool, handler, new Results(settings, tally));
        stop.watch(work);
        settings.pace().deadline().ifPresent(deadline -> clock.schedule(deadline.minus(age()), stop::deadlineReached));
        publisher.wake();
        reporter.watch(() -> figures(tally, pool, work));
        Optional<PauseWatch> pauses = settings.files()
                .store()
                .map(stored -> PauseWatch.start(clock, PauseMark.of(stored), work, reporter::say));
        WorkEnd end = Stores.await(work.done());
        pauses.ifPresent(PauseWatch::close);
        publisher.finish();
        FailedFile.rewrite(
                store, settings.files().failed(), settings.pace().price().isPresent());
        reporter.end(() -> figures(tally, pool, work));
        return summary.print(new RunSummary.Outcome(
                end, Stores.await(store.counts()), intake, stop.signal(), stop.isLate(), tally, pool.snapshot()));
    }

    /** With a budget all bytes count as text: what a picture costs is not known, but that it costs less is. */
    private RequestBounds bounds(Intake.Report intake) {
        return settings.pace().budget().isEmpty()
                ? intake.bounds()
                : new RequestBounds(intake.bounds().outputTokensMax(), OptionalLong.empty());
    }

    private void happened(WorkEvent event, Tally tally, Publisher publisher) {
        tally.onJob(event);
        if (event instanceof WorkEvent.Succeeded) {
            publisher.wake();
        } else if (event instanceof WorkEvent.Throttled throttled) {
            reporter.sayRetry(
                    event.jobId() + ": " + throttled.reason() + "; retrying in " + Words.duration(throttled.delay()));
        } else if (event instanceof WorkEvent.Retrying retrying) {
            reporter.sayRetry(event.jobId() + ": " + retrying.reason() + "; attempt " + (retrying.attempt() + 1)
                    + " in " + Words.duration(retrying.delay()));
        } else if (event instanceof WorkEvent.SaveRetrying retrying) {
            reporter.sayRetry(event.jobId() + ": the result could not be saved: " + retrying.reason()
                    + "; saving again in " + Words.duration(retrying.delay()));
        } else if (event instanceof WorkEvent.Dead dead) {
            reporter.sayRetry(event.jobId() + ": given up: " + dead.reason());
        }
    }

    private Duration age() {
        return Duration.ofNanos(clock.nanoTime() - begunNanos);
    }

    private Figures figures(Tally tally, Pool pool, Work work) {
        Figures.Jobs jobs = tally.jobs();
        Figures.Calls calls = tally.calls(pool.snapshot().inFlight());
        Duration elapsed = tally.elapsed();
        Optional<Duration> remaining = Optional.empty();
        if (elapsed.compareTo(RATE_AFTER) > 0 && calls.succeeded() >= RATE_ANSWERS) {
            remaining = Optional.of(elapsed.dividedBy(calls.succeeded()).multipliedBy(jobs.left()));
        }
        String binding = work.isPaused() ? Figures.PAUSED : pool.why().binding();
        return new Figures(jobs, calls, elapsed, remaining, LimitView.use(pool.snapshot()), binding);
    }
}
