package io.facesweep.run;

import io.facesweep.tensor.Device;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a runner is opened.
 *
 * @param device to compute on
 * @param hadoop how to reach remote files
 * @param isDriver whether this is the driver's process, which has seen the checkpoints
 * @param tasks how many tasks of this process may use the device at once
 */
public record RunnerPlace(Device device, Configuration hadoop, boolean isDriver, int tasks) {}
