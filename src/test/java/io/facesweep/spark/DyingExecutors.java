package io.facesweep.spark;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** A Spark plugin that ends every executor as soon as the driver has heard of it. */
public final class DyingExecutors implements SparkPlugin {
  static final int EXIT_CODE = 134;

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> more) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    };
  }
}
