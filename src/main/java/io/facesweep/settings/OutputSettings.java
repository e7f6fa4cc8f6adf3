package io.facesweep.settings;

import java.io.Serializable;
import java.util.List;

/**
 * Where results go, keys {@code output.*}.
 *
 * @param uri output root: a path, or a URI that Hadoop writes to ({@code file:}, {@code s3a:},
 *     {@code hdfs:} ...), without credentials; required. Sweeps that share it share their stages.
 * @param reuse output roots whose finished stages are copied in place of being computed; they are
 *     read only
 */
public record OutputSettings(String uri, List<String> reuse) implements Serializable {
  public OutputSettings {
    reuse = List.copyOf(reuse);
  }
}
