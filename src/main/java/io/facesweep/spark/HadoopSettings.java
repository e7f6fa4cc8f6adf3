package io.facesweep.spark;

import io.facesweep.config.SweepConfig;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A Hadoop configuration that travels to executors, credentials and all; never logged. */
public final class HadoopSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient Configuration conf;

  HadoopSettings(Configuration conf) {
    this.conf = conf;
  }

  /**
   * What Spark would give its tasks, without starting it: {@code spark.hadoop.*} properties and
   * credentials of the environment.
   */
  static Configuration of(SparkConf spark) {
    return SparkHadoopUtil.get().newConfiguration(spark);
  }

  /** The same for a sweep, with its {@code spark.conf}. */
  static Configuration of(SweepConfig config) {
    return of(SparkContexts.conf(new SparkConf(), config, null, "local[*]"));
  }

  Configuration configuration() {
    return conf;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    conf.write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    conf = new Configuration(false);
    conf.readFields(in);
  }
}
