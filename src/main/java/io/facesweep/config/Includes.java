package io.facesweep.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import io.facesweep.UserException;
import io.facesweep.settings.Secrets;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code include} in configurations: files of this machine include files of this machine,
 * and nothing else. HOCON by itself also fetches URLs, looks among the program's own resources, and
 * leaves out without a word what is not there.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final int MAX_DEPTH = 20;

  private final String source;
  private final @Nullable Path folder;
  private final int depth;

  private Includes(String source, @Nullable Path folder, int depth) {
    this.source = source;
    this.folder = folder;
    this.depth = depth;
  }

  /** Of a text, which has no folder: nothing may be included. */
  static Includes none(String source) {
    return new Includes(source, null, 0);
  }

  /** The options to parse a file with, which may include others. */
  static ConfigParseOptions ofFiles(Path file, ConfigParseOptions options) {
    return options.setIncluder(of(file, 0));
  }

  private static Includes of(Path file, int depth) {
    Path folder = file.toAbsolutePath().getParent();
    return new Includes(file.toString(), folder == null ? file : folder, depth);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  /** A name without more: a file beside the one that includes it, with or without {@code .conf}. */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    Path base = requireFolder(what);
    if (what.contains("://")) {
      throw refused(what);
    }
    try {
      Path file = base.resolve(what);
      Path withEnding = base.resolve(what + ".conf");
      return read(what, Files.isRegularFile(withEnding) ? withEnding : file);
    } catch (InvalidPathException e) {
      throw missing(what, what);
    }
  }

  /** A path from the working directory on. */
  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    requireFolder(what.toString());
    return read(what.toString(), what.toPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    requireFolder(what.toString());
    throw refused(what.toString());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    requireFolder(what);
    throw refused(what);
  }

  private ConfigObject read(String what, Path file) {
    if (!Files.isRegularFile(file)) {
      throw missing(what, file.toString());
    }
    if (depth == MAX_DEPTH) {
      throw new UserException(
          "Cannot include %s in configuration %s: files that include each other, or more than %d deep"
              .formatted(what, source, MAX_DEPTH));
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(of(file, depth + 1));
    return ConfigFactory.parseFile(file.toFile(), options).root();
  }

  private Path requireFolder(String what) {
    if (folder == null) {
      throw new UserException(
          "Cannot include %s in configuration %s: only local files may include others"
              .formatted(Secrets.withoutUserInfo(what), source));
    }
    return folder;
  }

  private UserException refused(String what) {
    return new UserException(
        "Cannot include %s in configuration %s: only local files may be included (copy it here first)"
            .formatted(Secrets.withoutUserInfo(what), source));
  }

  private UserException missing(String what, String file) {
    return new UserException(
        "Cannot include %s in configuration %s: there is no file %s".formatted(what, source, file));
  }
}
