namespace Personalization.ClusterTests.Telemetry;

/// <summary>A field of a protobuf message, with content for messages, strings and bytes.</summary>
internal readonly record struct ProtoField(int Number, ReadOnlyMemory<byte> Content)
{
    private const int Length = 2;

    public string Text => System.Text.Encoding.UTF8.GetString(Content.Span);

    public string Hex => Convert.ToHexStringLower(Content.Span);

    /// <summary>Gets the fields of a message without numeric fields.</summary>
    public static List<ProtoField> Of(ReadOnlyMemory<byte> message)
    {
        List<ProtoField> fields = [];
        for (int at = 0; at < message.Length;)
        {
            ulong tag = Number64(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    _ = Number64(message.Span, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case Length:
                    int length = (int)Number64(message.Span, ref at);
                    fields.Add(new ProtoField((int)(tag >> 3), message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    throw new FormatException($"wire type {tag & 7} at {at}");
            }
        }

        return fields;
    }

    /// <summary>Gets the nested messages along a path of field numbers.</summary>
    public static IEnumerable<ProtoField> Below(ReadOnlyMemory<byte> message, params ReadOnlySpan<int> path)
    {
        IEnumerable<ProtoField> found = [new ProtoField(0, message)];
        foreach (int number in path)
        {
            found = [.. found.SelectMany(field => Of(field.Content)).Where(field => field.Number == number)];
        }

        return found;
    }

    private static ulong Number64(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
