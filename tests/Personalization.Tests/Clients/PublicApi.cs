using System.Reflection;

namespace Personalization.Tests.Clients;

/// <summary>Lists the public types and members of an assembly, one per line, sorted.</summary>
internal static class PublicApi
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] OfRecords =
    [
        "ToString", "Equals", "GetHashCode", "op_Equality", "op_Inequality", "<Clone>$", "Deconstruct", "PrintMembers",
    ];

    public static IEnumerable<string> Lines(Assembly assembly) => assembly.GetExportedTypes()
        .SelectMany(type => MembersOf(type).Prepend($"{KindOf(type)} {NameOf(type)}"))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> MembersOf(Type type)
    {
        string name = NameOf(type);
        foreach (ConstructorInfo made in type.GetConstructors(Own))
        {
            yield return $"{name}.new({Parameters(made)})";
        }

        foreach (FieldInfo field in type.GetFields(Own))
        {
            string value = field.IsLiteral ? $" = {field.GetRawConstantValue()}" : string.Empty;
            yield return $"{name}.{field.Name} : {NameOf(field.FieldType)}{value}";
        }

        foreach (PropertyInfo property in type.GetProperties(Own))
        {
            string set = property.SetMethod is not { IsPublic: true } setter ? string.Empty
                : setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;"
                : " set;";
            yield return $"{name}.{property.Name} {{ get;{set} }} : {NameOf(property.PropertyType)}";
        }

        foreach (MethodInfo method in type.GetMethods(Own).Where(method => !IsOfAccessor(method)))
        {
            yield return $"{name}.{method.Name}({Parameters(method)}) : {NameOf(method.ReturnType)}";
        }
    }

    private static bool IsOfAccessor(MethodInfo method) =>
        OfRecords.Contains(method.Name)
        || (method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal)
            || method.Name.StartsWith("set_", StringComparison.Ordinal)));

    private static string Parameters(MethodBase method) => string.Join(
        ", ",
        method.GetParameters().Select(parameter =>
            $"{NameOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? "?" : string.Empty)}"));

    private static string KindOf(Type type) =>
        type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsValueType ? "struct"
        : type.IsInterface ? "interface"
        : "class";

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.FullName?.Split('`')[0] ?? type.Name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.FullName ?? type.Name;
}
