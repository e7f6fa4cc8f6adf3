package io.facesweep.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A TeX of this machine. */
final class Latex {
  private static final int MINUTES = 3;

  private final Path folderOfPrograms;

  private Latex(Path folderOfPrograms) {
    this.folderOfPrograms = folderOfPrograms;
  }

  /** Finds pdflatex and bibtex on the path; skips the test if they are not there. */
  static Latex find() {
    Path found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(Path::of)
            .filter(folder -> Files.isExecutable(folder.resolve("pdflatex")))
            .filter(folder -> Files.isExecutable(folder.resolve("bibtex")))
            .findFirst()
            .orElse(null);
    assumeTrue(found != null, "no pdflatex and bibtex on the path: LaTeX is not compiled");
    return new Latex(found);
  }

  /**
   * Compiles all {@code .tex} files of a folder and its {@code references.bib} to {@code
   * document.pdf}.
   *
   * @return the log of the last pass
   * @throws IllegalStateException with the log if there is an error
   */
  String compile(Path folder) throws IOException, InterruptedException {
    List<String> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".tex"))
              .map(name -> name.substring(0, name.length() - ".tex".length()))
              .sorted()
              .toList();
    }
    Files.writeString(
        folder.resolve("document.tex"),
        """
        \\documentclass{article}
        \\usepackage[T1]{fontenc}
        \\usepackage{booktabs,graphicx,longtable}
        \\sloppy
        \\begin{document}
        %s
        \\nocite{*}
        \\bibliographystyle{plain}
        \\bibliography{references}
        \\end{document}
        """
            .formatted(
                files.stream()
                    .map("\\input{%s}\\clearpage"::formatted)
                    .collect(Collectors.joining("\n"))));
    List<String> pass =
        List.of("pdflatex", "-halt-on-error", "-interaction=nonstopmode", "document");
    run(folder, pass);
    run(folder, List.of("bibtex", "document"));
    run(folder, pass);
    return run(folder, pass);
  }

  private String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("latex.log");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command)).directory(folder.toFile());
    builder.command().set(0, folderOfPrograms.resolve(command.get(0)).toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "Cannot compile with %s: %s".formatted(command.get(0), Files.readString(log)));
    }
    return Files.readString(log);
  }
}
