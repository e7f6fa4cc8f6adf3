package io.facesweep.config;

import java.io.Serializable;

/**
 * Where results go, keys {@code output.*}.
 *
 * @param uri output root: a path, or a URI that Hadoop writes to ({@code file:}, {@code s3a:},
 *     {@code hdfs:} ...), without credentials; required. Sweeps that share it share their stages.
 */
public record OutputSettings(String uri) implements Serializable {}
