using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Personalization.Testing.Cluster;

/// <summary>
/// A network namespace on a bridge of this machine. A silo in it has a separate address. Its traffic can be dropped in
/// both directions without a connection reset, as by a broken switch. Needs root, <c>ip</c> and <c>iptables</c>.
/// </summary>
public sealed class SiloNetwork : IDisposable
{
    private const string Bridge = "pers0";
    private const string Prefix = "10.177.0.";

    private readonly string _name;
    private readonly string _outside;

    private SiloNetwork(int number)
    {
        _outside = string.Create(CultureInfo.InvariantCulture, $"pers-v{number}");
        _name = string.Create(CultureInfo.InvariantCulture, $"pers-{number}");
        Address = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number + 10}");
    }

    /// <summary>
    /// Gets this machine's address on the bridge. Silos reach servers outside the namespaces at this address.
    /// </summary>
    public static string HostAddress => Prefix + "1";

    /// <summary>Gets the address inside the namespace.</summary>
    public string Address { get; }

    /// <summary>Gets the command that runs a program inside the namespace.</summary>
    public string[] Through => ["ip", "netns", "exec", _name];

    /// <summary>Gets the reason why no namespace can be created here; null if one can.</summary>
    public static string? Missing()
    {
        if (Environment.UserName != "root")
        {
            return "network namespaces need root";
        }

        return Array.Find(["ip", "iptables"], tool => !IsInstalled(tool)) is { } tool
            ? $"{tool} is not installed"
            : null;
    }

    /// <summary>Creates the bridge and removes the one of an earlier run.</summary>
    public static void MakeBridge()
    {
        RemoveBridge();
        Run("ip", "link", "add", Bridge, "type", "bridge");
        Run("ip", "address", "add", HostAddress + "/24", "dev", Bridge);
        Run("ip", "link", "set", Bridge, "up");
    }

    /// <summary>Removes the bridge.</summary>
    public static void RemoveBridge() => TryRun("ip", "link", "delete", Bridge);

    /// <summary>Creates a namespace on the bridge.</summary>
    /// <param name="number">The number of the namespace, 1 to 200.</param>
    public static SiloNetwork Make(int number)
    {
        SiloNetwork network = new(number);
        network.Dispose();
        Run("ip", "netns", "add", network._name);
        Run("ip", "link", "add", network._outside, "type", "veth", "peer", "name", "eth0", "netns", network._name);
        Run("ip", "link", "set", network._outside, "master", Bridge);
        Run("ip", "link", "set", network._outside, "up");
        network.Inside("ip", "address", "add", network.Address + "/24", "dev", "eth0");
        network.Inside("ip", "link", "set", "eth0", "up");
        network.Inside("ip", "link", "set", "lo", "up");
        return network;
    }

    /// <summary>Drops all traffic in both directions.</summary>
    public void Cut() => Each("-A", "DROP", peer: null);

    /// <summary>Drops the traffic to and from one other silo.</summary>
    public void CutFrom(SiloNetwork peer) => Each("-A", "DROP", peer.Address);

    /// <summary>Lets all traffic pass again.</summary>
    public void Heal()
    {
        Inside("iptables", "-F", "INPUT");
        Inside("iptables", "-F", "OUTPUT");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The link exists as long as a process runs in the namespace.
        TryRun("ip", "link", "delete", _outside);
        TryRun("ip", "netns", "delete", _name);
    }

    private void Each(string action, string verdict, string? peer)
    {
        Inside(["iptables", action, "INPUT", "-i", "eth0", .. peer is null ? [] : new[] { "-s", peer }, "-j", verdict]);
        Inside(
            ["iptables", action, "OUTPUT", "-o", "eth0", .. peer is null ? [] : new[] { "-d", peer }, "-j", verdict]);
    }

    private void Inside(params string[] command) => Run([.. Through, .. command]);

    private static void Run(params string[] command)
    {
        (int code, string error) = Execute(command);
        if (code != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}: {error}");
        }
    }

    private static void TryRun(params string[] command) => _ = Execute(command);

    private static bool IsInstalled(string tool)
    {
        try
        {
            _ = Execute(tool, "-V");
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Error) Execute(params string[] command)
    {
        ProcessStartInfo start =
            new(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
