package io.facesweep.spark;

import io.facesweep.run.StageReport;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task tells the driver.
 *
 * @param host where it ran
 * @param stages of its batch; empty if it could not begin
 * @param notReady why the host cannot run stages at all, for the user; null if it can
 */
record BatchReport(String host, List<StageReport> stages, @Nullable String notReady)
    implements Serializable {}
