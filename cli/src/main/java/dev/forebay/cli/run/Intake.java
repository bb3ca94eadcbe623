package dev.forebay.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.forebay.cli.exit.UserException;
import dev.forebay.cli.input.BadLineException;
import dev.forebay.cli.input.InputLines;
import dev.forebay.cli.input.JobIds;
import dev.forebay.cli.input.LineReader;
import dev.forebay.cli.input.PromptTemplate;
import dev.forebay.cli.input.SeenHashes;
import dev.forebay.cli.progress.Words;
import dev.forebay.cli.store.Stores;
import dev.forebay.queue.Bytes;
import dev.forebay.queue.Enqueued;
import dev.forebay.queue.JobStore;
import dev.forebay.queue.NewJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes jobs of the lines of a file and puts them into the store, a batch in each commit; never holds more than a batch. Used
 * once, by one thread; blocks on the disk.
 */
final class Intake {

    private static final int BATCH_JOBS = 2_000;
    private static final int BATCH_BYTES = 8 << 20;

    /** A person reads so many lines of complaint; the others are counted. */
    private static final int COMPLAINTS_MAX = 20;

    private static final int LINES_BETWEEN_SIGNS_OF_LIFE = 100_000;

    private final Path file;
    private final PromptTemplate template;
    private final JobIds ids;
    private final CallForm form;
    private final JobStore store;
    private final Consumer<String> complaints;

    private final SeenHashes seenIds = new SeenHashes();
    private final SeenHashes seenRequests = new SeenHashes();
    private final List<NewJob> batch = new ArrayList<>();
    private int batchBytes;
    private long bad;
    private long repeated;
    private long added;
    private long known;

    /**
     * What became of the lines. Immutable.
     *
     * @param added jobs that are new
     * @param known jobs that were in the store
     * @param bad lines that made no job
     */
    record Report(long added, long known, long bad) {}

    /**
     * An intake of one file.
     *
     * @param complaints told about lines that make no job, one line for each
     */
    Intake(RunSettings settings, JobStore store, Consumer<String> complaints) {
        this.file = settings.input().file();
        this.template = settings.input().template();
        this.ids = new JobIds(settings.input().idField());
        this.form = settings.form();
        this.store = store;
        this.complaints = complaints;
    }

    /**
     * Reads the file to its end.
     *
     * @throws UserException if it cannot be read, or an id stands for another request than in the store
     */
    Report readAll() {
        try (LineReader lines = LineReader.open(file)) {
            Optional<LineReader.Line> line = lines.next();
            while (line.isPresent()) {
                take(line.get());
                line = lines.next();
            }
            enqueue();
        } catch (IOException e) {
            throw UserException.usage(file + " cannot be read: " + e.getMessage());
        }
        if (bad > COMPLAINTS_MAX) {
            complaints.accept("... and " + (bad - COMPLAINTS_MAX) + " more bad lines in " + file);
        }
        if (repeated > 0) {
            complaints.accept(
                    repeated + " lines of " + file + " repeat the id and the text of another one and share its result");
        }
        return new Report(added, known, bad);
    }

    private void take(LineReader.Line line) {
        if (line.number() % LINES_BETWEEN_SIGNS_OF_LIFE == 0) {
            complaints.accept("read " + Words.count(line.number()) + " lines of " + file);
        }
        try {
            NewJob job = job(line);
            batch.add(job);
            batchBytes += job.payload().size();
            if (!seenIds.add(job.id())) {
                repeated++;
            }
        } catch (BadLineException e) {
            bad++;
            if (bad <= COMPLAINTS_MAX) {
                complaints.accept(file + ":" + line.number() + ": " + e.reason());
            }
        }
        if (batch.size() >= BATCH_JOBS || batchBytes >= BATCH_BYTES) {
            enqueue();
        }
    }

    private NewJob job(LineReader.Line line) throws BadLineException {
        ObjectNode object = InputLines.object(line);
        String id = ids.idOf(object, line.text().orElse(""));
        String body = form.body(template.fill(object));
        String fingerprint = form.fingerprint(body);
        if (seenRequests.add(id + '\n' + fingerprint) && seenIds.contains(id)) {
            throw new BadLineException(
                    "id " + id + " stands for another request earlier in the file; give it another id");
        }
        return NewJob.of(id, Bytes.utf8(body)).withFingerprint(fingerprint);
    }

    private void enqueue() {
        if (batch.isEmpty()) {
            return;
        }
        Enqueued enqueued = Stores.await(store.enqueue(batch));
        batch.clear();
        batchBytes = 0;
        added += enqueued.inserted();
        known += enqueued.existing();
        if (enqueued.changed() > 0) {
            throw changed(enqueued);
        }
    }

    private static UserException changed(Enqueued enqueued) {
        List<String> ids = enqueued.changedIds();
        String more = enqueued.changed() > ids.size() ? " and others" : "";
        return UserException.usage("these ids stand for another request in the store: "
                + String.join(", ", ids) + more
                + "; take back what was changed (text, prompt, model, settings), or begin anew with another --out");
    }
}
