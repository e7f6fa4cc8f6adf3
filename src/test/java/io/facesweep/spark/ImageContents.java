package io.facesweep.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the image of {@code submit/Dockerfile} has, by its lines. */
final class ImageContents {
  private static final Pattern COPY = Pattern.compile("^COPY .* (/\\S+)$", Pattern.MULTILINE);
  private static final Pattern PATH = Pattern.compile("/opt/[\\w./-]+");

  private ImageContents() {}

  /** The libraries as its first stage copies them, and the program, as URIs. */
  static List<String> jars() throws IOException {
    String libraries = Files.readString(Path.of("target/launch/runtime.classpath")).strip();
    return Stream.concat(
            Stream.of(libraries.split(File.pathSeparator))
                .filter(jar -> !jar.contains("pytorch-native"))
                .map(jar -> Path.of(jar).getFileName().toString()),
            Stream.of("facesweep.jar"))
        .map(jar -> "local:///opt/facesweep/jars/" + jar)
        .toList();
  }

  /** Where its last stage copies to. */
  static List<String> copied() throws IOException {
    String text = Files.readString(Path.of("submit/Dockerfile"));
    return COPY.matcher(text.substring(text.lastIndexOf("\nFROM ")))
        .results()
        .map(line -> line.group(1))
        .toList();
  }

  /** All paths in a text below {@code /opt} but Spark's own. */
  static Set<String> paths(String text) {
    return PATH.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(path -> !path.matches("/opt/(spark/(conf|work-dir).*|entrypoint.sh)"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
