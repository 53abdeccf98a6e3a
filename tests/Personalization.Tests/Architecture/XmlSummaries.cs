using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Personalization.Tests.Architecture;

/// <summary>The summaries of doc comments as plain text, from the XML files beside the assemblies.</summary>
internal static partial class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>The summary of a property.</summary>
    public static string Of(PropertyInfo property) =>
        Summary(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}");

    /// <summary>The summary of a type.</summary>
    public static string Of(Type type) => Summary(type.Assembly, $"T:{NameOf(type)}");

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Summary(Assembly assembly, string member)
    {
        Dictionary<string, XElement> members = Files.GetOrAdd(assembly, Read);
        XElement? summary = members.GetValueOrDefault(member);
        return summary is null
            ? throw new InvalidOperationException($"{member} has no summary: write one, it is shown to users.")
            : Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    private static Dictionary<string, XElement> Read(Assembly assembly) =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.', ':')[^1] ?? see.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => string.Empty,
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
