using Shop.Bench.Reporting;

// Draws the pages of an earlier run again, for instance after a price was edited.
var report = ReportJson.Read(await File.ReadAllTextAsync(args[0]));
await ReportWriter.WriteAsync(report, Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
