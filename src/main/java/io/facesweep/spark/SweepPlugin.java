package io.facesweep.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Connects executors with the driver for {@link ExecutorMessage}s; Spark makes it by its name. */
public final class SweepPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext context, PluginContext plugin) {
        return Map.of();
      }

      @Override
      public @Nullable Object receive(Object message) {
        return message instanceof ExecutorMessage known ? DriverInbox.receive(known) : null;
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        DriverLink.open(context);
      }

      @Override
      public void shutdown() {
        DriverLink.close();
      }
    };
  }
}
